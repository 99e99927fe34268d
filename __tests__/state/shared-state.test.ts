import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DmsProvider, InstanceLifecycle } from "../../lib";
import { emulatorEnvironment, seed } from "../../lib/bin/demo/stages";
import { createWorkspace } from "../../lib/bin/demo/workspace";
import { createEmulator } from "../../lib/emulator/emulator";
import { plannedActions, projectId } from "../support/acceptance/workspace";
import type { TerraformFolder } from "../../lib/testing/terraform/terraform-folder";
import { type RunningTerraform, terraformBinary } from "../support/acceptance/terraform";
import { type RunningCdktf, startCdktf } from "../support/synth/cdktf";
import { type PostgresServer, startPostgres } from "../support/acceptance/postgres-server";
import { batchesOf, createDeployment, type Deployment, idOf, startFleet } from "../support/synth/deployment";
import { until } from "../support/time/until";

const names = ["broker", "other", "reader", "writer"];
const password = "hunter2";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

let fleet: Awaited<ReturnType<typeof startFleet>>;
let checkouts: Deployment[];
const running: RunningTerraform[] = [];
let databases = 0;
beforeEach(async () => {
  // Time stands still: a restart is over when a test says so.
  fleet = await startFleet(names, { clock: "manual" });
  databases += 1;
  const connection = await server.createDatabase(`team${databases}`, password);
  // The same program on the machines of two colleagues.
  checkouts = [1, 2].map(() => createDeployment({ DMS_STATE: "pg", PG_CONN_STR: connection }));
});
afterEach(async () => {
  for (const { process: child } of running.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
  for (const checkout of checkouts) await checkout.dispose();
  await fleet.close();
});

/** Writes the program again in every checkout. */
function write(version: string, maxUnavailable = "100%"): void {
  for (const checkout of checkouts) {
    checkout.synth((stack) => {
      new DmsProvider(stack, "dms", { endpoint: fleet.url, projectId, pollInterval: "50ms" });
      new InstanceLifecycle(stack, "kafka", {
        restartTriggers: { version },
        rollout: { maxUnavailable },
        instances: Object.fromEntries(names.map((name) => [name, { instanceId: idOf(name) }])),
      });
    });
  }
}

function start(checkout: Deployment, ...args: readonly string[]): RunningTerraform & Running {
  const run = checkout.startApply(...args);
  running.push(run);
  let output = "";
  run.process.stdout?.on("data", (part: Buffer) => (output += part.toString()));
  return { ...run, output: () => output };
}

type Running = Pick<RunningCdktf, "process" | "output">;

/** Waits until batch number `count` has been sent and its restarts have been seen. */
async function restartsBegun(run: Running, count: number): Promise<void> {
  const haveBegun = (): boolean => {
    const calls = fleet.journal();
    const [sent] = calls.filter(({ method }) => method === "POST").slice(count - 1);
    return sent !== undefined && calls.some(({ seq, method }) => seq > sent.seq && method === "GET");
  };
  await until(`a look after call ${String(count)}`, haveBegun, run);
}

const hour = 3_600_000;

describe("two deploys of a team at once", () => {
  test("with -lock-timeout: the second waits, and finds nothing left to do", async () => {
    const [one, two] = checkouts as [Deployment, Deployment];
    write("1");
    await one.mustApply();
    await two.mustApply();
    write("2");
    const first = start(one);
    await restartsBegun(first, 1);
    const second = start(two, "-lock-timeout=150s");
    await until("the wait for the lock", () => second.output().includes("Acquiring state lock"), second);
    fleet.advance(hour);
    expect((await first.finished).output).toContain("1 changed");
    expect((await second.finished).output).toContain("No changes.");
    expect(batchesOf(fleet)).toEqual(["restart broker other reader writer"]);
  });

  test("without: the second is refused, and has touched nothing", async () => {
    const [one, two] = checkouts as [Deployment, Deployment];
    write("1");
    await one.mustApply();
    await two.mustApply();
    write("2");
    const first = start(one);
    await restartsBegun(first, 1);
    const refused = await start(two).finished;
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("Error acquiring the state lock");
    fleet.advance(hour);
    expect((await first.finished).code).toBe(0);
    expect(batchesOf(fleet)).toEqual(["restart broker other reader writer"]);
    expect(await two.isSettled()).toBe(true);
  });
});

test("cdktf deploy of main.ts by two colleagues makes one rollout", async () => {
  const connection = await server.createDatabase("main", password);
  const service = createEmulator({ clock: "manual", seed });
  const projects = [createWorkspace(terraformBinary), createWorkspace(terraformBinary)];
  const started: RunningCdktf[] = [];
  try {
    const { url } = await service.listen();
    const deploy = (folder: string, config: string): RunningCdktf => {
      const run = startCdktf(folder, ["deploy", "--auto-approve"], {
        ...emulatorEnvironment(url),
        DMS_STATE: "pg",
        PG_CONN_STR: connection,
        BROKER_CONFIG: config,
        TF_CLI_ARGS_apply: "-lock-timeout=150s",
      });
      started.push(run);
      return run;
    };
    const [one, two] = projects as [TerraformFolder, TerraformFolder];
    expect(await deploy(one.folder, "2026-03").finished).toMatchObject({ code: 0 });

    const first = deploy(one.folder, "2026-04");
    await until("the call", () => batchesOf(service).length === 1, first);
    const second = deploy(two.folder, "2026-04");
    await until("the wait for the lock", () => second.output().includes("Acquiring state lock"), second);
    service.advance(hour);
    for (const { finished } of [first, second]) expect(await finished).toMatchObject({ code: 0 });
    expect(batchesOf(service)).toHaveLength(1);
    expect((await second.finished).output).toContain("No changes.");
  } finally {
    for (const { process: child } of started) if (child.exitCode === null) process.kill(-child.pid!, "SIGKILL");
    await service.close();
    for (const project of projects) await project.dispose();
  }
});

test("a deploy that was killed leaves the lock free, and the next one on that machine does only the unfinished actions", async () => {
  const [one, two] = checkouts as [Deployment, Deployment];
  write("1");
  await one.mustApply();
  write("2", "1");
  const killed = start(one);
  await restartsBegun(killed, 1);
  fleet.advance(hour);
  await restartsBegun(killed, 2);
  killed.process.kill("SIGKILL");
  await killed.finished;

  // A colleague may plan: the lock goes with its connection, as soon as the database has noticed.
  await two.plan("-lock-timeout=60s");
  expect(plannedActions(await one.plan()).map(({ name, action }) => `${action} ${name}`)).toEqual([
    "verify other",
    "restart reader",
    "restart writer",
  ]);
  fleet.advance(hour);
  const rest = start(one);
  for (const count of [3, 4]) {
    await restartsBegun(rest, count);
    fleet.advance(hour);
  }
  expect((await rest.finished).code).toBe(0);
  expect(batchesOf(fleet)).toEqual(["restart broker", "restart other", "restart reader", "restart writer"]);
  expect(await one.isSettled()).toBe(true);
  expect(await two.isSettled()).toBe(true);
});

test("the password of the database is written nowhere", async () => {
  const [one] = checkouts as [Deployment, Deployment];
  write("1");
  await one.mustApply();
  await one.plan();
  const files = readdirSync(one.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => readFileSync(file).includes(password))).toEqual([]);
});
