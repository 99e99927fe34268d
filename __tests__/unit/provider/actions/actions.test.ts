import type { ProviderServer } from "../../../../lib/framework/server";
import { unknown, type ObjectValue, type Value } from "../../../../lib/framework/values/value";
import type { ReadyProvider, Service } from "../../../../lib/provider/connection/service";
import { fleetConfig, revised } from "../../../support/lifecycle/fleet-config";
import { createMachine, type Machine } from "../../../support/lifecycle/local-memory";
import { lifecycleType, readyDataFor, startProcess } from "../../../support/lifecycle/provider-process";
import { VirtualClock } from "../../../support/rollout/clock";
import {
  deletes,
  getsStuck,
  ignores,
  restarts,
  Simulation,
  type SimulatedInstance,
} from "../../../support/rollout/simulation";

const restart = "dms_restart_instances";
const erase = "dms_delete_instances";

const asked = (settings: Readonly<Record<string, Value>> = {}): ObjectValue => ({
  instance_ids: ["ant", "bee"],
  rollout: null,
  ready_timeout: null,
  timeout: null,
  ...settings,
});
const toErase = (settings: Readonly<Record<string, Value>> = {}): ObjectValue => ({
  instance_ids: ["ant", "bee"],
  allow_deletion: true,
  max_deletions: null,
  force_delete: null,
  ready_timeout: null,
  timeout: null,
  ...settings,
});
const oneByOne = {
  rollout: { max_unavailable: "1", canary: null, max_failures: null, pause_between: null, min_ready_time: null },
};

let clock: VirtualClock;
let machine: Machine;
let simulation: Simulation;
let data: ReadyProvider;
let server: ProviderServer;
let told: string[];
let caller: AbortController;

async function launch(more: Partial<Service> = {}): Promise<void> {
  data = readyDataFor({ api: simulation, clock, memory: machine }, more);
  server = await startProcess(data);
  caller = new AbortController();
  told = [];
}

async function begin(instances: readonly SimulatedInstance[], more: Partial<Service> = {}): Promise<void> {
  clock = new VirtualClock();
  machine = createMachine();
  simulation = new Simulation(clock, { instances });
  await launch(more);
}

const fleet = (script: Partial<SimulatedInstance> = {}): readonly SimulatedInstance[] =>
  ["ant", "bee"].map((id) => ({ id, restart: restarts(), delete: deletes(), ...script }));

function start(type: string, config: ObjectValue): ReturnType<ProviderServer["invokeAction"]> {
  return server.invokeAction(type, config, {
    progress: (line) => void told.push(line),
    abandoned: caller.signal,
  });
}

const invoke = (type: string, config: ObjectValue) => clock.run(start(type, config));
const sentCalls = (): unknown => simulation.calls.map(({ action, ids }) => [action, ids]);

/** As if the process had been killed: it never goes on, and its answer is lost. */
async function killAfter(ms: number, config: ObjectValue): Promise<void> {
  void start(restart, config);
  await clock.pass(ms);
  clock.kill();
  await launch();
}

describe("an invocation that restarts", () => {
  test("sends one call for each wave, watches to the proof, and reports waves and instances", async () => {
    await begin(fleet(), {
      list: async (signal) => (await simulation.list(signal)).map((each) => ({ ...each, name: `Instance ${each.id}` })),
    });
    expect(await invoke(restart, asked(oneByOne))).toEqual([]);
    expect(sentCalls()).toEqual([
      ["restart", ["ant"]],
      ["restart", ["bee"]],
    ]);
    expect(told).toEqual([
      "Wave 1 of 2: Instance ant (ant)",
      "Sending one restart call for 1 instance: Instance ant (ant)",
      "The service accepted the restart call",
      "Under way: Instance ant (ant)",
      expect.stringMatching(/^Instance ant \(ant\): restart done and proven after 3m/) as string,
      "Wave 2 of 2: Instance bee (bee)",
      "Sending one restart call for 1 instance: Instance bee (bee)",
      "The service accepted the restart call",
      "Under way: Instance bee (bee)",
      expect.stringMatching(/^Instance bee \(bee\): restart done and proven after 3m/) as string,
    ]);
  });

  test("restarts again when it is invoked again: an action has no state", async () => {
    await begin(fleet());
    await invoke(restart, asked());
    await invoke(restart, asked());
    expect(sentCalls()).toEqual([
      ["restart", ["ant", "bee"]],
      ["restart", ["ant", "bee"]],
    ]);
  });

  test("is refused before its first call when one instance does not exist", async () => {
    await begin([{ id: "ant" }, { id: "bee", byItself: [{ afterMs: 0, status: undefined }] }]);
    expect(await invoke(restart, asked())).toMatchObject([
      { severity: "error", summary: "Instance Does Not Exist", path: ["instance_ids"] },
    ]);
    expect(sentCalls()).toEqual([]);
  });

  test("is refused before its first call where the service has no such call", async () => {
    await begin(fleet(), { supports: () => false });
    const answer = await invoke(restart, asked());
    expect(answer.map(({ summary }) => summary)).toEqual([
      "Action Not Offered For This Engine",
      "Action Not Offered For This Engine",
    ]);
    expect(sentCalls()).toEqual([]);
  });

  test("ends with an error that names the unproven instances, its time and the remedy; a later one sends again", async () => {
    await begin([
      { id: "ant", restart: restarts() },
      { id: "bee", restart: ignores },
    ]);
    const [answer, ...others] = await invoke(restart, asked({ ready_timeout: "10m" }));
    expect(others).toEqual([]);
    expect(answer).toMatchObject({
      severity: "error",
      summary: "1 Of 2 Instances Unfinished: bee",
      path: ["instance_ids"],
    });
    expect(answer!.detail).toMatch(/^- bee: restart (unknown|failed): /);
    expect(answer!.detail).toContain("1 of 2 ended as desired. An action keeps no results");
    expect(answer!.detail).toContain("invoke the action again with only the unfinished ids in instance_ids");
    expect(answer!.detail).not.toContain("timeouts");
    await invoke(restart, asked({ ready_timeout: "10m" }));
    expect(simulation.calls).toHaveLength(2);
  });

  test("ends by its timeout, which the reason names", async () => {
    await begin(fleet({ restart: getsStuck }));
    const startedMs = clock.now();
    const [answer] = await invoke(restart, asked({ timeout: "5m" }));
    expect(clock.now() - startedMs).toBeLessThanOrEqual(5 * 60_000 + 30_000);
    expect(answer!.detail).toContain("the time for the whole run (timeout) is over");
    expect(answer!.detail).toContain("Raise ready_timeout or timeout if");
  });

  test("that is stopped sends no more calls, and reports the started ones", async () => {
    await begin(fleet());
    const ended = start(restart, asked(oneByOne));
    await clock.pass(30_000);
    server.stop();
    const [answer] = await clock.run(ended);
    expect(sentCalls()).toEqual([["restart", ["ant"]]]);
    expect(answer!.detail).toMatch(/ant: restart unknown: the run was interrupted.*\n.*bee: restart not started/);
  });

  test("waits for another one of the same apply that acts on the same, and only for that", async () => {
    await begin(fleet());
    const both = Promise.all([
      start(restart, asked({ instance_ids: ["ant"] })),
      start(restart, asked({ instance_ids: ["ANT".toLowerCase()] })),
      start(restart, asked({ instance_ids: ["bee"] })),
    ]);
    expect(await clock.run(both)).toEqual([[], [], []]);
    expect(told.filter((line) => line.startsWith("Waiting"))).toHaveLength(1);
    const [first, second, third] = simulation.calls;
    expect([first!.ids, second!.ids, third!.ids]).toEqual([["ant"], ["bee"], ["ant"]]);
    expect(third!.atMs - first!.atMs).toBeGreaterThan(180_000);
  });

  test("that waits for another one ends when it is stopped", async () => {
    await begin(fleet());
    const both = Promise.all([start(restart, asked()), start(restart, asked())]);
    await clock.pass(30_000);
    server.stop();
    const [first, second] = await clock.run(both);
    expect([first[0]!.summary, second[0]!.summary]).toEqual([
      "2 Of 2 Instances Unfinished: ant, bee",
      "Action Interrupted",
    ]);
    expect(simulation.calls).toHaveLength(1);
  });

  test("keeps off instances that a resource acts on in the same apply", async () => {
    await begin(fleet());
    data.reservations.claimed.set("bee", true);
    expect(await invoke(restart, asked())).toMatchObject([{ summary: "Instance Declared In A Resource" }]);
    expect(sentCalls()).toEqual([]);
    expect(["ant", "bee"].filter((id) => data.reservations.claimed.has(id))).toEqual(["bee"]);
  });
});

describe("an invocation after one that was killed", () => {
  test("does not send a call that is under way: it is watched to its end", async () => {
    await begin(fleet());
    await killAfter(60_000, asked());
    const answer = await invoke(restart, asked());
    expect(answer).toMatchObject([
      {
        severity: "warning",
        summary: "Calls Of A Killed Invocation Are Not Repeated: ant, bee",
        detail: expect.stringContaining("restart sent 2026-01-01T00:00:00") as string,
      },
    ]);
    expect(told[0]).toBe(answer[0]!.summary);
    expect(sentCalls()).toEqual([["restart", ["ant", "bee"]]]);
  });

  test("sends only the rest: proven actions count as done", async () => {
    await begin(fleet());
    await killAfter(200_000, asked(oneByOne));
    expect(sentCalls()).toEqual([
      ["restart", ["ant"]],
      ["restart", ["bee"]],
    ]);
    await invoke(restart, asked(oneByOne));
    expect(simulation.calls).toHaveLength(2);
    // The record ended with the answer of the second one.
    await invoke(restart, asked(oneByOne));
    expect(simulation.calls).toHaveLength(4);
  });

  test("sends again, and says so, when the time of the killed one is over and the instances rest", async () => {
    await begin(fleet());
    await killAfter(60_000, asked());
    await clock.pass(61 * 60_000);
    expect(await invoke(restart, asked())).toMatchObject([
      {
        severity: "warning",
        summary: expect.stringContaining("Calls Of A Killed Invocation Are Sent Again") as string,
      },
    ]);
    expect(simulation.calls).toHaveLength(2);
  });

  test("goes on watching beyond that time while an instance does not rest", async () => {
    await begin(fleet({ restart: getsStuck }));
    await killAfter(60_000, asked());
    await clock.pass(61 * 60_000);
    const answer = await invoke(restart, asked());
    expect(answer.map(({ severity }) => severity)).toEqual(["warning", "error"]);
    expect(simulation.calls).toHaveLength(1);
  });

  test("says if the end of a sent call is not proven; then the record is over, and a later one sends", async () => {
    await begin(fleet({ restart: ignores }));
    await killAfter(60_000, asked({ ready_timeout: "10m" }));
    const answer = await invoke(restart, asked({ ready_timeout: "10m" }));
    expect(answer.map(({ severity }) => severity)).toEqual(["warning", "error"]);
    expect(simulation.calls).toHaveLength(1);
    await invoke(restart, asked({ ready_timeout: "10m" }));
    expect(simulation.calls).toHaveLength(2);
  });

  test("is answered by a record of the same ids in another order, and not by one of another configuration", async () => {
    await begin(fleet());
    await killAfter(60_000, asked());
    await invoke(restart, asked({ timeout: "50m" }));
    expect(simulation.calls).toHaveLength(2);
    await invoke(restart, asked({ instance_ids: ["bee", "ant"] }));
    expect(simulation.calls).toHaveLength(2);
  });

  test("is answered by a record of the same instances in another spelling", async () => {
    await begin(fleet());
    await killAfter(60_000, asked());
    const answer = await invoke(restart, asked({ instance_ids: ["BEE", "Ant"] }));
    expect(answer).toMatchObject([{ severity: "warning", summary: expect.stringContaining("Not Repeated") as string }]);
    expect(sentCalls()).toEqual([["restart", ["ant", "bee"]]]);
    // The record ended with the answer, in every spelling.
    await invoke(restart, asked());
    expect(simulation.calls).toHaveLength(2);
  });

  test("leaves the record if the answer is not received", async () => {
    await begin(fleet());
    const ended = start(restart, asked());
    await clock.pass(60_000);
    caller.abort();
    server.stop();
    await clock.run(ended);
    await launch();
    expect(await invoke(restart, asked())).toMatchObject([{ severity: "warning" }]);
    expect(simulation.calls).toHaveLength(1);
  });

  test("takes a record that others may have written for a call to be looked up, once", async () => {
    await begin(fleet());
    await killAfter(60_000, asked());
    const { journal } = machine;
    const open: typeof journal.open = async (owners, signal) => {
      const records = await journal.open(owners, signal);
      return { ...records, load: () => new Map(), hearsay: () => records.load() };
    };
    machine = { ...machine, journal: { open } };
    await launch();
    await invoke(restart, asked());
    expect(simulation.calls).toHaveLength(1);
    await invoke(restart, asked());
    expect(simulation.calls).toHaveLength(2);
  });

  test("leaves no record if the journal drops it at the second try, and says so if it cannot be dropped", async () => {
    await begin(fleet());
    const { journal } = machine;
    const failures = ["away", "still away"];
    const open: typeof journal.open = async (owners, signal) => {
      const records = await journal.open(owners, signal);
      return { ...records, drop: async (ids) => failures.shift() ?? records.drop(ids) };
    };
    machine = { ...machine, journal: { open } };
    await launch();
    expect(await invoke(restart, asked())).toEqual([]);
    expect(await invoke(restart, asked())).toEqual([]);
    expect(simulation.calls).toHaveLength(2);
    failures.push("away", "away", "The database is away.");
    expect(await invoke(restart, asked())).toMatchObject([
      {
        severity: "warning",
        summary: "Record Of This Invocation Could Not Be Removed",
        detail: expect.stringMatching(/^The database is away\.\n.*For 1h \(timeout\)/s) as string,
      },
    ]);
    expect(await invoke(restart, asked())).toMatchObject([
      { detail: expect.stringContaining("or its record could not be removed after its answer") as string },
    ]);
    expect(simulation.calls).toHaveLength(3);
    expect(await invoke(restart, asked())).toEqual([]);
    expect(simulation.calls).toHaveLength(4);
  });

  test("answers for no resource, and no resource for it", async () => {
    await begin(fleet());
    await killAfter(60_000, asked());
    expect(machine.runs).toEqual([]);
    await clock.pass(10 * 60_000);
    const config = fleetConfig(revised(["ant", "bee"], "1"), { restart_on_create: true });
    const plan = await clock.run(
      server.planResourceChange(lifecycleType, { config, proposed: config, prior: undefined, priorPrivate: undefined }),
    );
    expect(plan.planned!["planned_actions"]).toMatchObject([{ action: "restart" }, { action: "restart" }]);
  });
});

describe("an invocation that deletes", () => {
  test("deletes the named instances, with consent, and ends when a read of each answers that it is gone", async () => {
    await begin(fleet());
    expect(await invoke(erase, toErase())).toEqual([]);
    expect(sentCalls()).toEqual([["delete", ["ant", "bee"]]]);
  });

  test.each([
    ["without consent", { allow_deletion: null }, "Deletion Not Allowed"],
    ["with consent denied", { allow_deletion: false }, "Deletion Not Allowed"],
    ["above its limit", { max_deletions: 1 }, "Too Many Deletions"],
    ["past the recycle bin where the API has no such option", { force_delete: true }, "Force Delete Not Available"],
  ])("is refused %s, in the plan and by itself", async (_, settings, summary) => {
    await begin(fleet());
    expect(await server.planAction(erase, toErase(settings))).toMatchObject([{ severity: "error", summary }]);
    expect(await invoke(erase, toErase(settings))).toMatchObject([{ severity: "error", summary }]);
    expect(sentCalls()).toEqual([]);
  });

  test("has nothing to do, and says so, where the instances are gone", async () => {
    await begin([
      { id: "ant", byItself: [{ afterMs: 0, status: undefined }] },
      { id: "bee", delete: deletes() },
    ]);
    expect(await invoke(erase, toErase({ max_deletions: 1 }))).toMatchObject([
      { severity: "warning", summary: "Nothing To Delete: ant" },
    ]);
    expect(sentCalls()).toEqual([["delete", ["bee"]]]);
  });
});

describe("a plan", () => {
  test("warns of rejected clients and lost data, without a call to the service", async () => {
    await begin(fleet());
    expect(await server.planAction(restart, asked())).toMatchObject([
      {
        severity: "warning",
        summary: "Clients Are Rejected During Restart: ant, bee",
        detail: expect.stringContaining("2 instances will be restarted by this action: ant, bee.") as string,
      },
    ]);
    expect(await server.planAction(erase, toErase())).toMatchObject([
      { severity: "warning", summary: "Deletion Destroys Data: ant, bee" },
    ]);
    expect(simulation.looks).toBe(0);
  });

  test("does not fail for unknown values, and lists the open questions", async () => {
    await begin(fleet());
    const [hidden] = await server.planAction(restart, asked({ instance_ids: unknown, rollout: unknown }));
    expect(hidden).toMatchObject({ severity: "warning", summary: "Clients Are Rejected During Restart" });
    expect(hidden!.detail).toContain("their ids are known only at apply");
    const [partly] = await server.planAction(restart, asked({ instance_ids: ["ant", unknown], timeout: unknown }));
    expect(partly!.detail).toContain("More than 1 instance will be restarted by this action: ant and others");
    const [consentless] = await server.planAction(erase, toErase({ allow_deletion: unknown }));
    expect(consentless).toMatchObject({ severity: "warning" });
    expect(consentless!.detail).toContain("is known only at apply. If it does not allow this, no call is made");
    expect(await server.planAction(erase, toErase({ instance_ids: unknown, allow_deletion: null }))).toMatchObject([
      { severity: "error", summary: "Deletion Not Allowed" },
    ]);
  });

  test("needs no provider configuration that is known; an invocation does", async () => {
    await begin(fleet());
    server = await startProcess({ kind: "deferred", memory: machine, compare: () => "same" });
    expect(await server.planAction(restart, asked())).toMatchObject([{ severity: "warning" }]);
    expect(await invoke(restart, asked())).toMatchObject([{ summary: "Provider Configuration Not Known" }]);
  });
});

describe("a configuration", () => {
  test.each([
    ["the same id twice, in other letters", { instance_ids: ["ant", "ANT"] }, "Instance Named Twice", 1],
    ["an id that cannot be one", { instance_ids: ["ant", "a/b"] }, "Invalid Instance Id", 1],
    ["an empty id", { instance_ids: [""] }, "Invalid Instance Id", 0],
    ["an id that is null", { instance_ids: [null, "ant"] }, "Instance Id Is Null", 0],
  ])("with %s is refused at its place", async (_, settings, summary, index) => {
    await begin(fleet());
    expect(await server.validateActionConfig(restart, asked(settings))).toMatchObject([
      { severity: "error", summary, path: ["instance_ids", { index }] },
    ]);
  });

  test.each([
    ["no instance", { instance_ids: [] }, "Too Few Elements"],
    ["a timeout of no length", { timeout: "0s" }, "Invalid Duration"],
    ["a ready_timeout in words", { ready_timeout: "soon" }, "Invalid Duration"],
    [
      "a ready time that cannot be reached",
      { rollout: { ...oneByOne.rollout, min_ready_time: "20m" } },
      "Ready Time Cannot Be Reached",
    ],
    [
      "an invalid share of instances",
      { rollout: { ...oneByOne.rollout, max_unavailable: "0" } },
      "Invalid Number Or Percentage",
    ],
  ])("with %s is refused", async (_, settings, summary) => {
    await begin(fleet());
    expect(await server.validateActionConfig(restart, asked(settings))).toMatchObject([{ severity: "error", summary }]);
  });

  test("with unknown values is fine", async () => {
    await begin(fleet());
    expect(await server.validateActionConfig(restart, asked({ instance_ids: unknown, rollout: unknown }))).toEqual([]);
    expect(await server.validateActionConfig(restart, asked({ instance_ids: [unknown, "ant", unknown] }))).toEqual([]);
    expect(await server.validateActionConfig(erase, toErase({ max_deletions: unknown }))).toEqual([]);
  });
});
