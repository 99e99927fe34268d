import type { Instance } from "../../../../lib/domain/instance";
import type { ProviderServer } from "../../../../lib/framework/server";
import { unknown, type ObjectValue, type Value } from "../../../../lib/framework/values/value";
import type { Service } from "../../../../lib/provider/connection/service";
import { createMachine } from "../../../support/lifecycle/local-memory";
import { readyDataFor, startProcess } from "../../../support/lifecycle/provider-process";
import { VirtualClock } from "../../../support/rollout/clock";
import { Simulation } from "../../../support/rollout/simulation";

const type = "dms_purge_failed_instances";
const config = (settings: Readonly<Record<string, Value>> = {}): ObjectValue => ({
  engine: "kafka",
  allow_deletion: true,
  max_purge: null,
  timeout: null,
  ...settings,
});

const failed = (id: string): Instance => ({
  id,
  name: `try-${id}`,
  engine: "kafka",
  engineVersion: "3.x",
  status: "CREATEFAILED",
  createdAt: "",
});

let clock: VirtualClock;
let left: Map<string, Instance>;
let calls: number;
let goesAfterMs: number;
let server: ProviderServer;
let told: string[];

beforeEach(async () => {
  clock = new VirtualClock();
  left = new Map(["1", "2"].map((id) => [id, failed(id)]));
  calls = 0;
  goesAfterMs = 5_000;
  told = [];
  await launch();
});

async function launch(more: Partial<Service> = {}): Promise<void> {
  const service: Partial<Service> = {
    supportsPurge: () => true,
    purgeNamesEngine: () => true,
    listFiltered: () => Promise.resolve([...left.values()]),
    get: (id) => Promise.resolve(left.get(id)),
    purgeFailed: () => {
      calls += 1;
      clock.in(goesAfterMs, () => left.clear());
      return Promise.resolve({ items: [], requestId: undefined });
    },
    ...more,
  };
  const world = { api: new Simulation(clock, { instances: [] }), clock, memory: createMachine() };
  server = await startProcess(readyDataFor(world, service));
}

const invoke = (settings?: Readonly<Record<string, Value>>) =>
  clock.run(
    server.invokeAction(type, config(settings), {
      progress: (line) => void told.push(line),
      abandoned: new AbortController().signal,
    }),
  );
const plan = (settings?: Readonly<Record<string, Value>>) => server.planAction(type, config(settings));

test("a plan lists the candidates for removal, and sends no call", async () => {
  expect(await plan()).toMatchObject([
    { severity: "warning", summary: "Failed Instances Will Be Removed: try-1 (1), try-2 (2)" },
  ]);
  expect(calls).toBe(0);
});

test("an invocation sends one call, watches until all are gone, and reports both", async () => {
  expect(await invoke()).toEqual([]);
  expect(calls).toBe(1);
  expect(told).toEqual([
    "Sending one purge call for 2 failed kafka creations: try-1 (1), try-2 (2)",
    "Removed try-1 (1), try-2 (2)",
  ]);
});

test.each([
  ["without consent", { allow_deletion: null }, "Purge Not Allowed"],
  ["above its limit", { max_purge: 1 }, "Too Many Failed Instances"],
])("is refused %s, in the plan and by itself", async (_, settings, summary) => {
  for (const answer of [await plan(settings), await invoke(settings)]) {
    expect(answer).toMatchObject([{ severity: "error", summary }]);
  }
  expect(calls).toBe(0);
});

test("consent that is refused speaks of the action", async () => {
  const [refusal] = await plan({ allow_deletion: false });
  expect(refusal!.detail).toContain("or remove this action");
});

test("where nothing has failed, nothing is called and no consent is needed", async () => {
  left.clear();
  expect(await plan({ allow_deletion: null })).toEqual([]);
  expect(await invoke({ allow_deletion: null })).toEqual([]);
  expect([calls, told]).toEqual([0, ["No failed creation of kafka was found: nothing to do."]]);
});

test("remaining candidates are an error that names them and a remedy without a state", async () => {
  goesAfterMs = 24 * 3_600_000;
  const [problem] = await invoke();
  expect(problem).toMatchObject({ severity: "error", summary: "Failed Instances Remain" });
  expect(problem!.detail).toContain("it still shows try-1 (1), try-2 (2). Invoke the action again to purge them.");
  expect(problem!.detail).not.toContain("pending");
});

test("ends by its timeout, and says so", async () => {
  goesAfterMs = 24 * 3_600_000;
  const startedMs = clock.now();
  const [problem] = await invoke({ timeout: "2m" });
  expect(clock.now() - startedMs).toBeLessThanOrEqual(2 * 60_000 + 5_000);
  expect(problem!.severity).toBe("error");
  expect(problem!.detail).toMatch(/^The time for the whole invocation \(timeout, 2m\) is over\.\n/);
});

test("keeps off failed creations that a resource acts on in the same apply", async () => {
  const world = { api: new Simulation(clock, { instances: [] }), clock, memory: createMachine() };
  const data = readyDataFor(world, {
    supportsPurge: () => true,
    purgeNamesEngine: () => true,
    listFiltered: () => Promise.resolve([...left.values()]),
  });
  data.reservations.claimed.set("2", true);
  server = await startProcess(data);
  expect(await invoke()).toMatchObject([{ severity: "error", summary: "Instance Declared In A Resource" }]);
});

test("an engine that is unknown, and a purge that the API does not have, are in the plan's diagnostics", async () => {
  expect(await plan({ engine: unknown })).toEqual([]);
  expect(await plan({ allow_deletion: unknown })).toEqual([]);
  await launch({ supportsPurge: () => false });
  expect(await plan()).toMatchObject([{ severity: "error", summary: "Purge Not Offered For This Engine" }]);
});
