import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle } from "../../lib";
import { type PostgresServer, startPostgres } from "../support/acceptance/postgres-server";
import { unwrapped } from "../support/acceptance/proof";
import { projectId } from "../support/acceptance/workspace";
import { batchesOf, createDeployment, type Deployment, idOf, startFleet } from "../support/synth/deployment";
import { until } from "../support/time/until";

const names = ["broker", "reader"];

let server: PostgresServer;
let fleet: Awaited<ReturnType<typeof startFleet>>;
let deployment: Deployment;
beforeEach(async () => {
  server = await startPostgres();
  fleet = await startFleet(names, { clock: "manual" });
  // Its state is on this machine: the journal alone is in the database.
  deployment = createDeployment({ DMS_JOURNAL: "pg", PG_CONN_STR: await server.createDatabase("team", "hunter2") });
});
afterEach(async () => {
  await deployment.dispose();
  await fleet.close();
  await server.stop();
});

const program =
  (version: string) =>
  (stack: TerraformStack): void => {
    new DmsProvider(stack, "dms", { endpoint: fleet.url, projectId, pollInterval: "50ms" });
    new InstanceLifecycle(stack, "kafka", {
      restartTriggers: { version },
      rollout: { maxUnavailable: "1" },
      instances: Object.fromEntries(names.map((name) => [name, { instanceId: idOf(name) }])),
    });
  };

/** The result of each instance in the saved state. */
function savedResults(): Readonly<Record<string, string>> {
  const state = JSON.parse(readFileSync(join(deployment.folder, "state"), "utf8")) as {
    readonly resources: readonly {
      readonly type: string;
      readonly instances: readonly {
        readonly attributes: { readonly results?: Readonly<Record<string, { readonly result: string }>> };
      }[];
    }[];
  };
  const saved = state.resources.find(({ type }) => type === "dms_instance_lifecycle");
  const results = saved?.instances[0]?.attributes.results ?? {};
  return Object.fromEntries(Object.entries(results).map(([name, { result }]) => [name, result]));
}

/** Lets time pass at the service until the command has ended. */
async function ending<T>(command: Promise<T>): Promise<T> {
  const timer = setInterval(() => fleet.advance(60_000), 200);
  try {
    return await command;
  } finally {
    clearInterval(timer);
  }
}

test("a database that breaks down in an apply: what was sent is watched and saved, nothing more is sent, and the rest is done once it is back", async () => {
  deployment.synth(program("1"));
  await deployment.mustApply();
  deployment.synth(program("2"));
  const run = deployment.startApply();
  await until("the first call", () => batchesOf(fleet).length > 0, run);
  await server.breakDown();
  const { code, output } = await ending(run.finished);
  expect(code).toBe(1);
  expect(batchesOf(fleet)).toEqual(["restart broker"]);
  expect(savedResults()).toEqual({ broker: "success", reader: "not_started" });
  const said = unwrapped(output);
  expect(said).toContain("1 Of 2 Instances Unfinished: reader");
  expect(said).toMatch(/The journal's database at 127\.0\.0\.1:\d+ cannot be used/);
  expect(said).not.toContain("hunter2");

  const without = await deployment.apply();
  expect(without.code).toBe(1);
  expect(unwrapped(without.output)).toContain("Journal Cannot Be Used");
  expect(batchesOf(fleet)).toHaveLength(1);
  expect(savedResults()).toEqual({ broker: "success", reader: "not_started" });

  await server.comeBack();
  expect((await ending(deployment.apply())).code).toBe(0);
  expect(batchesOf(fleet)).toEqual(["restart broker", "restart reader"]);
  expect(await deployment.isSettled()).toBe(true);
});
