import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readProjectFile } from "../support/docs/markdown";
import { createExampleProject, type ExampleProject } from "../support/examples/project";

const constructs = resolve(__dirname, "../../examples/constructs");

/** The short test of the guide, with the class it speaks of before it. */
function guideTest(): string {
  const [, test] = /^```ts\n([\s\S]*?)^```$/m.exec(readProjectFile("docs/guides/testing-your-stack.md"))!;
  return `
import { TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

class KafkaFleet extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DmsProvider(this, "dms");
    const kafka = new InstanceLifecycle(this, "kafka", {});
    kafka.addInstance("orders", { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" });
  }
}
${test!}`;
}

describe("examples/cdktf-two-environments, with this package installed from its tarball", () => {
  let project: ExampleProject;
  beforeAll(() => {
    project = createExampleProject("cdktf-two-environments");
  });
  afterAll(() => project.remove());

  const run = (command: string) =>
    spawnSync("bash", ["-ec", command], { cwd: project.folder, env: project.environment, encoding: "utf8" });

  test("type-checks, as do the programs of the guides and of the construct pages", () => {
    project.add("rolling-restart/stack.ts", "retiring-instances/stack.ts", "failed-creations/stack.ts");
    project.add("first-fleet/main.ts", ...readdirSync(constructs).map((name) => `constructs/${name}`));
    expect(run("npm run check")).toMatchObject({ status: 0 });
  });

  test("has tests of its own that pass, as does the one in the guide", () => {
    writeFileSync(join(project.folder, "__tests__/guide.test.ts"), guideTest());
    const { status, stderr } = run("npm run check && npm test");
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining("6 passed") as string });
  });
});
