import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { AnnotationMetadataEntryType, App, type TerraformStack } from "cdktf";
import type { DmsKit } from "../../lib/testing";
import { startKit } from "../../lib/testing/running-kit";
import { readProjectFile } from "../support/docs/markdown";
import { attachProvider } from "../support/provider/attach-provider";
import { startCdktf } from "../support/synth/cdktf";

const examples = resolve(__dirname, "../../examples/constructs");
const ids = {
  orders: "54602a9d-5e22-4239-9123-77e350df4a34",
  payments: "7166cdea-dbad-4d79-9610-7163e6f8b640",
  audit: "67fc5f8d-3986-4f02-bb75-4075a23112de",
};
const instances = [
  ...Object.entries(ids).map(([name, instance_id]) => ({ name: `kafka-${name}`, instance_id })),
  { name: "kafka-try", instance_id: "00000000-0000-4000-8000-000000000001", status: "CREATEFAILED" },
];

type StackClass = new (scope: App, id: string, ...rest: unknown[]) => TerraformStack;

/** The stack of an example; its import of this package by name leads to the build. */
async function stackOf(file: string): Promise<StackClass> {
  const [stack] = Object.values((await import(join(examples, file))) as Record<string, StackClass>);
  return stack!;
}

/** Makes a project for cdktf of a folder: its program declares the stacks of examples, each under the name of its file. */
function writeProgram(folder: string, ...names: readonly string[]): void {
  const program = [
    `const { App } = require(${JSON.stringify(require.resolve("cdktf"))});`,
    `const app = new App();`,
    ...names.map((name) => {
      const file = JSON.stringify(join(examples, `${name}.ts`));
      return `new (Object.values(require(${file}))[0])(app, ${JSON.stringify(name)}, "1");`;
    }),
    `app.synth();`,
  ];
  writeFileSync(join(folder, "main.cjs"), program.join("\n"));
  const app = `${process.execPath} --import ${pathToFileURL(require.resolve("tsx")).href} main.cjs`;
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ language: "typescript", app, sendCrashReports: "false" }));
}

/** The files that the trigger example follows. */
function writeFollowedFiles(folder: string): void {
  for (const file of ["config/broker.properties", "config/certificates/ca.pem"]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "1\n");
  }
}

describe("the examples on the pages of constructs", () => {
  const home = process.cwd();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dms-constructs-"));
    writeFollowedFiles(folder);
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  test.each(readdirSync(examples))("%s is synthesized without a warning", async (file) => {
    const stack = await stackOf(file);
    const app = new App({ outdir: join(folder, "cdktf.out"), stackTraces: false });
    new stack(app, "fleet", "1");
    app.synth();
    const [synthesized] = Object.values(app.manifest.stacks);
    expect(synthesized!.annotations.filter(({ level }) => level !== AnnotationMetadataEntryType.INFO)).toEqual([]);
  });

  test("the variables for OBS are those that make the state's backend", async () => {
    const page = readProjectFile("docs/constructs/backend-from-environment.md");
    const [, commands = ""] = /^```sh\n([\s\S]*?)^npx/m.exec(page)!;
    const printed = execFileSync("sh", ["-ec", `${commands}env`], {
      env: { PATH: process.env["PATH"], OS_ACCESS_KEY: "AK", OS_SECRET_KEY: "SK" },
      encoding: "utf8",
    });
    const variables: Readonly<Record<string, string>> = Object.fromEntries(
      printed.split("\n").map((line) => line.split(/=(.*)/).slice(0, 2) as [string, string]),
    );
    const before = { ...process.env };
    Object.assign(process.env, variables);
    try {
      const stack = await stackOf("backend-from-environment.ts");
      const app = new App({ outdir: join(folder, "cdktf.out"), stackTraces: false });
      const id = /cdktf deploy (\S+)/.exec(page)![1]!;
      new stack(app, id);
      app.synth();
      const written = readFileSync(join(folder, "cdktf.out/stacks", id, "cdk.tf.json"), "utf8");
      expect(JSON.parse(written)).toMatchObject({
        terraform: {
          backend: {
            s3: { bucket: "team-state", region: "eu-de", endpoints: { s3: variables["DMS_STATE_ENDPOINT"] } },
          },
        },
      });
      expect(written).not.toContain('"SK"');
      expect(variables).toMatchObject({ AWS_ACCESS_KEY_ID: "AK", AWS_SECRET_ACCESS_KEY: "SK" });
    } finally {
      process.env = before;
    }
  });

  describe("deployed", () => {
    let kit: DmsKit;
    beforeEach(async () => (kit = await startKit({ instances }, attachProvider)));
    afterEach(() => kit.stop());
    const deploy = async (file: string, ...args: readonly unknown[]) => {
      const stack = await stackOf(file);
      return kit.deploy((app) => new stack(app, file.replace(".ts", ""), ...args));
    };
    const sent = () => kit.calls().map(({ action, instances: of, allFailure }) => [action, of ?? allFailure]);

    test("the lifecycle's restarts brokers, then their dependents, and says of one that it has had no action yet", async () => {
      const { outputs } = await deploy("instance-lifecycle.ts", "1");
      expect(outputs).toMatchObject({ results: {}, orders_result: "none yet", orders_status: "none yet" });
      await deploy("instance-lifecycle.ts", "2");
      expect(sent()).toEqual([
        ["restart", [ids.orders]],
        ["restart", [ids.audit]],
      ]);
      expect(kit.outputs()).toMatchObject({ orders_result: "success", orders_status: "RUNNING" });
    });

    // cdktf fails over outputs that are null, where terraform leaves them out.
    test("lifecycle and purge are deployed by cdktf itself too", async () => {
      const stacks = ["instance-lifecycle", "failed-instance-purge"];
      writeProgram(folder, ...stacks);
      const environment = { DMS_ENDPOINT: kit.url, OS_PROJECT_ID: kit.projectId };
      const { code, output } = await startCdktf(folder, ["deploy", ...stacks, "--auto-approve"], environment).finished;
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(output.split("Apply complete!")).toHaveLength(1 + stacks.length);
    });

    test("the provider's adopts in two regions, the data sources' finds by name, the triggers' follow a file", async () => {
      await deploy("dms-provider.ts");
      const { outputs } = await deploy("data-sources.ts");
      expect(outputs).toMatchObject({ never_created: [{ name: "kafka-try", status: "CREATEFAILED" }] });
      expect(kit.calls()).toEqual([]);

      await deploy("restart-trigger.ts");
      writeFileSync(join(folder, "config/certificates/ca.pem"), "2\n");
      await deploy("restart-trigger.ts");
      expect(sent()).toEqual([["restart", [ids.orders]]]);
    });

    test("the purge's removes failed creations, and makes no call for engines without any", async () => {
      await deploy("failed-instance-purge.ts");
      expect(kit.outputs()).toMatchObject({ purged_kafka: [{ name: "kafka-try" }], purged_rabbitmq: [] });
      expect(sent()).toEqual([["delete", "kafka"]]);
    });

    test("the one of a sandbox deletes", async () => {
      await deploy("acknowledge-warning.ts");
      expect(sent()).toEqual([["delete", [ids.orders]]]);
    });
  });
});
