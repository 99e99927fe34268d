import { spawnSync } from "node:child_process";
import { createExampleProject, type ExampleProject } from "../support/examples-project";

jest.setTimeout(300_000);

describe("examples/cdktf-two-environments, with this package installed from its tarball", () => {
  let project: ExampleProject;
  beforeAll(() => {
    project = createExampleProject("cdktf-two-environments");
  });
  afterAll(() => project.remove());

  const run = (command: string) =>
    spawnSync("bash", ["-ec", command], { cwd: project.folder, env: project.environment, encoding: "utf8" });

  test("type-checks, as do the stacks of the guides", () => {
    project.add("rolling-restart/stack.ts", "retiring-instances/stack.ts", "failed-creations/stack.ts");
    expect(run("npm run check")).toMatchObject({ status: 0 });
  });

  test("has tests of its own that pass", () => {
    const { status, stderr } = run("npm test");
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining("4 passed") as string });
  });
});
