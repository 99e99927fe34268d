import { readProjectFile } from "../support/docs/markdown";
import { openGuide, type GuideRun } from "../support/examples/guide";
import { createExampleProject, type ExampleProject } from "../support/examples/project";

jest.setTimeout(300_000);

const page = "docs/guides/first-fleet.md";

describe("the guide to a first fleet, with this package installed from its tarball", () => {
  let project: ExampleProject;
  let guide: GuideRun;
  beforeAll(() => {
    project = createExampleProject("first-fleet");
    guide = openGuide(page, project, { skip: /^mkdir /, address: "http://127.0.0.1:41234", stack: "kafka-fleet" });
  });
  afterAll(async () => {
    await guide.close();
    project.remove();
  });

  test("prints what it shows: an adoption, a plan with two waves, two proven restarts, and an empty plan", async () => {
    const steps = await guide.follow();
    expect(steps.filter(({ missing }) => missing.length > 0)).toEqual([]);
    expect(steps).toHaveLength(7);
  });

  test("installs what the example's program imports and its cdktf.json runs", () => {
    const [, install = ""] = /^```sh\n(mkdir [\s\S]*?)^```$/m.exec(readProjectFile(page))!;
    for (const name of ["cdktf", "constructs", "cdktf-dms-lifecycle", "cdktf-cli", "tsx"]) {
      expect(install).toMatch(new RegExp(` ${name}(@[\\d.]+)?(\\s|$)`));
    }
  });
});
