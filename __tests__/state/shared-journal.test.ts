import type { TerraformStack } from "cdktf";
import { DmsProvider, type DmsProviderProps, InstanceLifecycle } from "../../lib";
import { createWorkspace } from "../../lib/bin/demo/workspace";
import { seed } from "../../lib/bin/demo/stages";
import { createEmulator, type Emulator } from "../../lib/emulator/emulator";
import { journalUnread, journalUnusable } from "../../lib/provider/messages";
import type { TerraformFolder } from "../../lib/testing/terraform/terraform-folder";
import { type PostgresServer, startPostgres } from "../support/acceptance/postgres-server";
import { unwrapped } from "../support/acceptance/proof";
import { type RunningTerraform, terraformBinary } from "../support/acceptance/terraform";
import { plannedActions, projectId } from "../support/acceptance/workspace";
import { type RunningCdktf, startCdktf } from "../support/synth/cdktf";
import { batchesOf, createDeployment, type Deployment, idOf, startFleet } from "../support/synth/deployment";
import { until } from "../support/time/until";

const hour = 3_600_000;
const names = ["broker", "reader"];

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

let databases = 0;
const newDatabase = (): Promise<string> => server.createDatabase(`shared${(databases += 1)}`, "hunter2");

let fleet: Awaited<ReturnType<typeof startFleet>>;
const checkouts: Deployment[] = [];
beforeEach(async () => {
  // Time stands still: a restart is over when a test says so.
  fleet = await startFleet(names, { clock: "manual" });
});
afterEach(async () => {
  for (const checkout of checkouts.splice(0)) await checkout.dispose();
  await fleet.close();
});

/** A fresh checkout of the team's program. */
function checkOut(environment: Readonly<Record<string, string>>, provider?: "own process"): Deployment {
  const checkout = createDeployment(environment, provider);
  checkouts.push(checkout);
  return checkout;
}

interface Program extends DmsProviderProps {
  readonly restartOnCreate?: boolean;
}

function program(version: string, { restartOnCreate = false, ...props }: Program = {}) {
  return (stack: TerraformStack): void => {
    new DmsProvider(stack, "dms", { endpoint: fleet.url, projectId, pollInterval: "50ms", ...props });
    new InstanceLifecycle(stack, "kafka", {
      restartTriggers: { version },
      restartOnCreate,
      rollout: { maxUnavailable: "100%" },
      instances: Object.fromEntries(names.map((name) => [name, { instanceId: idOf(name) }])),
    });
  };
}

/** Kills terraform and its child processes when the first call has been answered. */
async function killedWhileRestarting(run: RunningTerraform): Promise<void> {
  await until("the first call", () => batchesOf(fleet).length > 0, run);
  process.kill(-run.process.pid!, "SIGKILL");
  expect((await run.finished).code).toBeNull();
}

/** One machine is killed in its rollout; the restarts end; another machine deploys from a fresh checkout. */
async function killedThenDeployedElsewhere(props: Program): Promise<Deployment> {
  const environment = { DMS_STATE: "pg", PG_CONN_STR: await newDatabase() };
  const one = checkOut(environment, "own process");
  one.synth(program("1", props));
  await one.mustApply();
  one.synth(program("2", props));
  await killedWhileRestarting(one.startApply());
  fleet.advance(hour);
  const two = checkOut(environment, "own process");
  two.synth(program("2", props));
  const { code, output } = await ending(two.apply());
  expect([code, output]).toEqual([0, expect.stringContaining("1 changed")]);
  return two;
}

/** Lets time pass at the service until the command has ended. */
async function ending<T>(command: Promise<T>, service: Pick<Emulator, "advance"> = fleet): Promise<T> {
  const timer = setInterval(() => service.advance(60_000), 200);
  try {
    return await command;
  } finally {
    clearInterval(timer);
  }
}

describe("a run that was killed on one machine, and a deploy from a fresh checkout on another", () => {
  test("make one call over a shared journal, and leave nothing in it", async () => {
    const two = await killedThenDeployedElsewhere({});
    expect(batchesOf(fleet)).toEqual(["restart broker reader"]);
    expect(await two.isSettled()).toBe(true);
  });

  test("make two over a journal of each machine: the calls of the other are not known here", async () => {
    await killedThenDeployedElsewhere({ journal: "file" });
    expect(batchesOf(fleet)).toEqual(["restart broker reader", "restart broker reader"]);
  });
});

test("two states in one database that declare the same each send their own call, also when the first was killed", async () => {
  const connection = await newDatabase();
  const checkout = (state: string): Deployment => {
    const schema = `-backend-config=schema_name=${state}`;
    const each = checkOut({ DMS_STATE: "pg", PG_CONN_STR: connection, TF_CLI_ARGS_init: schema });
    each.synth(program("1", { restartOnCreate: true }));
    return each;
  };
  const one = checkout("one");
  const two = checkout("two");
  await one.plan();
  await two.plan();
  await killedWhileRestarting(one.startApply());
  fleet.advance(hour);
  expect(plannedActions(await two.plan()).map(({ action }) => action)).toEqual(["restart", "restart"]);
  expect(plannedActions(await one.plan()).map(({ action }) => action)).toEqual(["verify", "verify"]);
});

describe("a database that cannot be reached", () => {
  test("is a warning in the plan, and an error of the apply before any call", async () => {
    const nowhere = { PG_CONN_STR: "postgres://tf:hunter2@127.0.0.1:1/team?sslmode=disable", DMS_JOURNAL: "pg" };
    const checkout = checkOut(nowhere);
    checkout.synth(program("1"));
    await checkout.mustApply();
    checkout.synth(program("2"));
    const run = checkout.startApply();
    const { code, output } = await run.finished;
    expect(code).toBe(1);
    const said = unwrapped(output);
    const problem = "The journal's database at 127.0.0.1:1 cannot be used: connect ECONNREFUSED 127.0.0.1:1.";
    for (const { summary, detail } of [journalUnread(problem), journalUnusable(problem)]) {
      expect(said).toContain(summary);
      expect(said).toContain(unwrapped(detail));
    }
    expect(output).not.toContain("hunter2");
    expect(batchesOf(fleet)).toEqual([]);
  });
});

test("the journal is in the database given to terraform init, even if the environment names another", async () => {
  const connection = await newDatabase();
  const checkout = checkOut({
    DMS_STATE: "pg",
    PG_CONN_STR: "postgres://127.0.0.1:1/elsewhere",
    TF_CLI_ARGS_init: `-backend-config=conn_str=${connection}`,
  });
  checkout.synth(program("1"));
  await checkout.mustApply();
  checkout.synth(program("2"));
  const run = checkout.startApply();
  expect((await ending(run.finished)).code).toBe(0);
  expect(batchesOf(fleet)).toEqual(["restart broker reader"]);
});

test("Ctrl-C in cdktf deploy, while the service takes 400 ms for each answer: a fresh checkout sends nothing again", async () => {
  const connection = await newDatabase();
  const service = createEmulator({ clock: "manual", seed });
  const projects = [createWorkspace(terraformBinary), createWorkspace(terraformBinary)];
  const [one, two] = projects as [TerraformFolder, TerraformFolder];
  const started: RunningCdktf[] = [];
  try {
    const { url } = await service.listen();
    const deploy = ({ folder }: TerraformFolder, config: string): RunningCdktf => {
      const run = startCdktf(folder, ["deploy", "--auto-approve"], {
        DMS_ENDPOINT: url,
        DMS_POLL_INTERVAL: "100ms",
        OS_PROJECT_ID: projectId,
        DMS_STATE: "pg",
        PG_CONN_STR: connection,
        BROKER_CONFIG: config,
      });
      started.push(run);
      return run;
    };
    expect(await deploy(one, "2026-03").finished).toMatchObject({ code: 0 });
    service.setFaults(
      ["list", "get", "action", "tasks"].map((operation) => ({ on: { operation }, do: { delay_ms: 400 } })),
    );
    const interrupted = deploy(one, "2026-04");
    await interrupted.until(() => batchesOf(service).length === 1);
    interrupted.stop();
    expect((await interrupted.finished).code).not.toBe(0);
    service.advance(hour);
    expect(await ending(deploy(two, "2026-04").finished, service)).toMatchObject({ code: 0 });
    expect(batchesOf(service)).toHaveLength(1);
  } finally {
    for (const { process: child } of started) if (child.exitCode === null) process.kill(-child.pid!, "SIGKILL");
    await service.close();
    for (const project of projects) await project.dispose();
  }
});
