import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readProjectFile } from "../support/docs/markdown";
import { type PostgresServer, startPostgres } from "../support/acceptance/postgres-server";
import { projectId } from "../support/acceptance/workspace";
import { startCdktf } from "../support/synth/cdktf";
import { idOf, startFleet } from "../support/synth/deployment";

const stacks = ["first", "second", "third"];

let server: PostgresServer;
let fleet: Awaited<ReturnType<typeof startFleet>>;
let folder: string;
beforeAll(async () => {
  server = await startPostgres();
  fleet = await startFleet(stacks);
  folder = mkdtempSync(join(tmpdir(), "dms-new-stacks-"));
  const program = `
    const { App, TerraformStack } = require(${JSON.stringify(require.resolve("cdktf"))});
    const { DmsProvider, InstanceLifecycle, backendFromEnvironment } = require(${JSON.stringify(resolve(__dirname, "../../lib/index.ts"))});
    const app = new App();
    for (const [name, instanceId] of ${JSON.stringify(stacks.map((name) => [name, idOf(name)]))}) {
      const stack = new TerraformStack(app, name);
      new DmsProvider(stack, "dms", { pollInterval: "50ms" });
      new InstanceLifecycle(stack, "kafka", { instances: { [name]: { instanceId } } });
      backendFromEnvironment(stack, process.env);
    }
    app.synth();`;
  writeFileSync(join(folder, "main.cjs"), program);
  const app = `${process.execPath} --import ${pathToFileURL(require.resolve("tsx")).href} main.cjs`;
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ language: "typescript", app, sendCrashReports: "false" }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  await fleet.close();
  await server.stop();
});

/** The variables that the page on team state exports, as the shell would set them. */
function exportedByThePage(): Readonly<Record<string, string>> {
  const [, line = ""] = /^export (TF_CLI_ARGS_plan=.*)$/m.exec(readProjectFile("docs/guides/team-state.md")) ?? [];
  return Object.fromEntries(
    line.split(" ").map((each) => [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)]),
  );
}

test("three new stacks of one cdktf deploy take the same lock of an empty database; with the page's variables they wait for it", async () => {
  const deploy = async (database: string, env = {}) => {
    const connection = await server.createDatabase(database, "hunter2");
    return startCdktf(folder, ["deploy", ...stacks, "--auto-approve"], {
      DMS_ENDPOINT: fleet.url,
      OS_PROJECT_ID: projectId,
      DMS_STATE: "pg",
      PG_CONN_STR: connection,
      ...env,
    }).finished;
  };
  const { code, output } = await deploy("refused");
  expect([code === 0, output]).toEqual([false, expect.stringMatching(/already locked for workspace creation/i)]);
  rmSync(join(folder, "cdktf.out"), { recursive: true });
  const waiting = exportedByThePage();
  expect(Object.keys(waiting)).toEqual(["TF_CLI_ARGS_plan", "TF_CLI_ARGS_apply"]);
  const waited = await deploy("waited", waiting);
  expect([waited.code, waited.output]).toEqual([0, expect.anything()]);
  expect(waited.output.split("Apply complete!")).toHaveLength(1 + stacks.length);
});
