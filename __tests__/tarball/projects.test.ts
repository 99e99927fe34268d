import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectId } from "../support/acceptance/workspace";
import { readProjectFile } from "../support/docs/markdown";
import { addNullProvider } from "../support/null-provider/mirror";
import { startCdktf } from "../support/synth/cdktf";
import { batchesOf, idOf, startFleet } from "../support/synth/deployment";
import { compileProgram, type ModuleType, oneFleet, twoRegions, writeProgram } from "../support/tarball/programs";
import {
  copiesOfCdktf,
  installProject,
  packPackage,
  runTool,
  type Tarball,
  versionHere,
  type Wanted,
} from "../support/tarball/project";

// Outside the repository, so that none of its files is found by accident.
let folder: string;
let tarball: Tarball;
let project: string;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "dms-projects-")));
  tarball = await packPackage(folder);
  project = join(folder, "project");
  await installProject(project, {
    dependencies: {
      "@cdktf/provider-null": versionHere("@cdktf/provider-null"),
      cdktf: versionHere("cdktf"),
      constructs: versionHere("constructs"),
      "cdktf-dms-lifecycle": `file:${tarball.file}`,
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Fleet = Awaited<ReturnType<typeof startFleet>>;
const fleets: Fleet[] = [];
const startOrders = async (): Promise<Fleet> => {
  const fleet = await startFleet(["orders"]);
  fleets.push(fleet);
  return fleet;
};
afterEach(() => Promise.all(fleets.splice(0).map((fleet) => fleet.close())));

const access = { ORDERS_ID: idOf("orders"), OS_PROJECT_ID: projectId, OS_TOKEN: "any" };
const deploying = ["deploy", "--auto-approve", "--outputs-file", "outputs.json"];

async function createProgram(program: string, type: ModuleType, text: string): Promise<string> {
  writeProgram(program, type, text);
  expect(await compileProgram(program, ["--module", "node16", "--skipLibCheck"])).toBe("");
  return program;
}

/** cdktf in a program's folder; its output when it succeeds. */
async function cdktf(program: string, env: Readonly<Record<string, string>>, ...args: string[]): Promise<string> {
  const { code, output } = await startCdktf(program, args, env).finished;
  if (code !== 0) throw new Error(`cdktf ${args.join(" ")} failed:\n${output}`);
  return output;
}

const outputsOf = (program: string): unknown => JSON.parse(readFileSync(join(program, "outputs.json"), "utf8"));
const setSettings = (program: string, text: string) => writeFileSync(join(program, "settings.properties"), text);

describe("with nothing but cdktf", () => {
  test(`a project of "type": "module" with two regions and another provider has diff, deploy, output and destroy`, async () => {
    const [german, dutch] = [await startOrders(), await startOrders()];
    const program = await createProgram(join(project, "two-regions"), "module", twoRegions);
    // Where Terraform looks before it asks a registry.
    await addNullProvider(join(program, "home", ".terraform.d", "plugins"));
    const env = { ...access, DE_URL: german.url, NL_URL: dutch.url };
    expect(await cdktf(program, env, "diff")).toContain("Plan: 5 to add, 0 to change, 0 to destroy.");
    expect([batchesOf(german), batchesOf(dutch)]).toEqual([[], []]);

    await cdktf(program, env, ...deploying);
    expect([batchesOf(german), batchesOf(dutch)]).toEqual([["restart orders"], ["restart orders"]]);
    expect(outputsOf(program)).toEqual({ fleet: { german: "success", dutch: "success" } });
    expect(await cdktf(program, env, "output")).toMatch(/dutch = success\s+german = success/);

    await cdktf(program, env, "destroy", "--auto-approve");
    expect([batchesOf(german), batchesOf(dutch)]).toEqual([["restart orders"], ["restart orders"]]);
  });

  test("watch deploys a CommonJS project, and again when a watched file changes", async () => {
    const fleet = await startOrders();
    const program = await createProgram(join(project, "watched"), "commonjs", oneFleet);
    setSettings(program, "log.retention=1d\n");
    const env = { ...access, DMS_ENDPOINT: fleet.url };
    const watch = startCdktf(program, ["watch", "--auto-approve"], env);
    try {
      await watch.until(() => watch.output().includes("2 added"));
      expect(batchesOf(fleet)).toEqual(["restart orders"]);
      setSettings(program, "log.retention=7d\n");
      await watch.until(() => watch.output().includes("1 changed"));
      expect(batchesOf(fleet)).toEqual(["restart orders", "restart orders"]);
    } finally {
      watch.stop();
      await watch.finished;
    }
  });
});

describe("a project with cdktn under the name of cdktf", () => {
  /** The packages that the guide tells to write, with the tarball for the published package. */
  const documented = (): Wanted => {
    const guide = readProjectFile("docs/guides/your-project.md");
    const wanted = JSON.parse(/^```json\n([\s\S]*?)^```$/m.exec(guide)![1]!) as Wanted;
    return { ...wanted, dependencies: { ...wanted.dependencies, "cdktf-dms-lifecycle": `file:${tarball.file}` } };
  };

  test("installs as documented, has one copy of it, and deploys", async () => {
    const other = join(folder, "cdktn");
    const wanted = documented();
    await installProject(other, wanted);
    expect(copiesOfCdktf(other)).toEqual([join("node_modules", "cdktf")]);
    await runTool("npm", ["ls", "--all"], other);

    const fleet = await startOrders();
    const program = await createProgram(join(other, "program"), "commonjs", oneFleet);
    setSettings(program, "log.retention=1d\n");
    await cdktf(program, { ...access, DMS_ENDPOINT: fleet.url }, ...deploying);
    expect(outputsOf(program)).toEqual({ fleet: { orders: "success" } });
    expect(batchesOf(fleet)).toEqual(["restart orders"]);
    const synthesized = readFileSync(join(program, "cdktf.out", "stacks", "fleet", "cdk.tf.json"), "utf8");
    const version = wanted.dependencies["cdktf"]!.replace("npm:cdktn@", "");
    expect(JSON.parse(synthesized)).toMatchObject({ "//": { metadata: { version } } });
  });

  test("needs the documented override: without it, npm finds the null provider's peer to be of another version", async () => {
    const other = join(folder, "no-override");
    await installProject(other, { dependencies: documented().dependencies });
    expect(copiesOfCdktf(other)).toEqual([join("node_modules", "cdktf")]);
    await expect(runTool("npm", ["ls", "--all"], other)).rejects.toThrow(/invalid: cdktf@/);
  });
});
