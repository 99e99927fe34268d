import { existsSync } from "node:fs";
import { join } from "node:path";
import { readProjectFile } from "../support/docs/markdown";
import { openGuide, type GuideRun } from "../support/examples/guide";
import { createEmptyProject, type Project } from "../support/examples/project";

// It installs a CDK's command line, from npm's cache or the registry.
jest.setTimeout(600_000);

const page = "docs/guides/first-fleet.md";
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const hasCdktn = major > 22 || (major === 22 && minor >= 19);

/** As the page tells those whose Node.js is too old for the one or too new for the other. */
const forThisNode = (command: string): string =>
  hasCdktn ? command : command.replace("cdktn-cli@0.24", "cdktf-cli@0.21").replaceAll("npx cdktn ", "npx cdktf ");

describe("the guide to a first fleet, followed from a folder that holds nothing but the tarball", () => {
  let project: Project;
  let guide: GuideRun;
  beforeAll(() => {
    project = createEmptyProject("kafka-fleet");
    const emulator = "node_modules/cdktf-dms-lifecycle/dist/bin/dms-lifecycle.cjs";
    const address = "http://127.0.0.1:21234";
    const here = { emulator, isStrict: true, rewrite: forThisNode };
    guide = openGuide(page, project, { skip: /^$/, address, stack: "kafka-fleet", ...here });
  });
  afterAll(async () => {
    await guide.close();
    project.remove();
  });

  test("prints the lines of its page: an adoption, a plan with two waves, two proven restarts, an empty plan, and an end", async () => {
    const steps = await guide.follow();
    expect(steps.filter(({ missing }) => missing.length > 0)).toEqual([]);
    expect(steps).toHaveLength(9);
    expect(existsSync(join(project.folder, ".gitignore"))).toBe(true);
  });

  test("keeps the files of its table", () => {
    for (const file of ["terraform.kafka-fleet.tfstate", "cdktf.out", "package-lock.json"]) {
      expect(readProjectFile(page)).toContain(`\`${file}\``);
      expect(existsSync(join(project.folder, file))).toBe(true);
    }
  });
});
