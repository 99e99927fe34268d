import { openGuide, type GuideRun } from "../support/examples/guide";
import { createExampleProject, type ExampleProject } from "../support/examples/project";

describe("the page of examples/hcl-two-environments, with this package installed from its tarball", () => {
  let project: ExampleProject;
  let guide: GuideRun;
  beforeAll(() => {
    project = createExampleProject("hcl-two-environments");
    const way = { skip: /PG_CONN_STR/, address: "http://127.0.0.1:41236", stack: "staging" };
    guide = openGuide("examples/hcl-two-environments/README.md", project, way);
  });
  afterAll(async () => {
    await guide.close();
    project.remove();
  });

  test("adopts staging in the emulator, without a cloud and a database", async () => {
    const steps = await guide.follow();
    expect(steps.filter(({ missing }) => missing.length > 0)).toEqual([]);
    expect(steps).toHaveLength(3);
  });
});
