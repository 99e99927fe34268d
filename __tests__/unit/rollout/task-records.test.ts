import { timestamp, type ActionRecord } from "../../../lib/domain/action-record";
import type { InstanceId } from "../../../lib/domain/instance";
import type { Task } from "../../../lib/domain/task";
import { VirtualClock } from "../../support/rollout/clock";
import { callError, lost, readFailed } from "../../support/rollout/failures";
import { recordOf } from "../../support/rollout/records";
import { inWaves, minuteMs, planned, run, runAgainst, runKilled, type RunOptions } from "../../support/rollout/run";
import {
  endsIn,
  getsStuck,
  ignores,
  restarts,
  Simulation,
  type SimulatedInstance,
} from "../../support/rollout/simulation";

const startMs = Date.parse("2026-01-01T00:00:00Z");
const ids = (count: number): readonly InstanceId[] => Array.from({ length: count }, (_, index) => `i${index}`);
/** Restarts as documented, while looks show RUNNING. */
const unseen = (id: InstanceId, more: Partial<SimulatedInstance> = {}): SimulatedInstance => ({
  id,
  hidden: true,
  ...more,
});
const forbidden = () =>
  callError({ code: "forbidden", fate: "refused", status: 403, message: "GET …/tasks: HTTP 403" });
const neverLeft = "ready_timeout (20m) is over: the service answered success, but it never left RUNNING";

const restartOf = (instance: SimulatedInstance, more: Partial<RunOptions> = {}) =>
  run({ instances: [instance], planned: [planned(instance.id)], ...more });

describe("P7: at the end of a watch that looks did not prove, the service's records", () => {
  test("prove it, once its time is over; the record names the task, and keeps no time of the call", async () => {
    const done = await restartOf(unseen("a"));
    expect(done.simulation.asked).toEqual(["a"]);
    expect(done.record("a")).toMatchObject({ result: "success", accepted: true, taskId: "task-a-0", leftAt: "" });
    expect(done.record("a").reason).toMatch(
      /^the service's own record shows its restart: .* by alice, .*; it is RUNNING$/,
    );
    expect(done.record("a")).not.toHaveProperty("calledAt");
    expect(done.tookMs).toBeLessThan(20 * minuteMs + 2_000);
  });

  test("prove it by the service's clock, however far that is from this machine's", async () => {
    for (const aheadMs of [-3 * 3_600_000, -999, 999, 3 * 3_600_000]) {
      expect((await restartOf(unseen("a"), { aheadMs })).record("a")).toMatchObject({ result: "success" });
    }
  });

  test("prove it where the service began to work before it answered", async () => {
    const slowly = { callFault: () => undefined, latencyMs: 4_700 };
    expect((await restartOf(unseen("a"), slowly)).record("a")).toMatchObject({ result: "success" });
  });

  test("prove a call whose answer was lost", async () => {
    const done = await restartOf(unseen("a"), {
      callFault: () => ({ failure: lost, carriedOut: true }),
      aheadMs: 7_000_000,
    });
    expect(done.record("a")).toMatchObject({ result: "success", accepted: true, taskId: "task-a-0" });
  });

  test("say that it failed", async () => {
    const done = await restartOf(
      unseen("a", { restart: [...endsIn("ERROR"), { afterMs: 130_000, status: "RUNNING" }] }),
    );
    expect(done.record("a")).toMatchObject({ result: "failed", taskId: "task-a-0", status: "RUNNING" });
    expect(done.record("a").reason).toMatch(
      /^the service's own record says that its restart failed: task restartInstance/,
    );
  });

  test("say that it is under way: its end is not known, and it is verified next time", async () => {
    const done = await restartOf(unseen("a", { restart: getsStuck }));
    expect(done.record("a")).toMatchObject({
      result: "unknown",
      taskId: "task-a-0",
      reason: `${neverLeft}; the service records its restart as under way: task restartInstance (task-a-0) by alice, EXECUTING, since 2026-01-01T00:00:00.100Z`,
      calledAt: expect.stringMatching(/^2025-12-31T23:59:5|^2026-01-01T00:00:00/) as string,
    });
  });

  test("by another name are named, and are not a proof", async () => {
    const done = await restartOf(unseen("a", { taskName: "rebootNodes" }));
    expect(done.record("a")).toMatchObject({ result: "unknown", accepted: true });
    expect(done.record("a").reason).toContain(`${neverLeft}; the service records task rebootNodes (task-a-0) by alice`);
    expect(done.record("a")).not.toHaveProperty("taskId");
  });

  test("of several tasks are named, and are not a proof", async () => {
    const times = { createdAt: timestamp(startMs + minuteMs), updatedAt: timestamp(startMs + 2 * minuteMs) };
    const other: Task = { id: "t2", name: "kafkaConfigModify", userName: "bob", status: "SUCCESS", ...times };
    const done = await restartOf(unseen("a", { otherTasks: [other] }));
    expect(done.record("a")).toMatchObject({ result: "unknown" });
    expect(done.record("a").reason).toContain("(t2) by bob");
  });

  test("change nothing without a task: a call that was ignored has failed", async () => {
    const done = await restartOf(unseen("a", { restart: ignores }));
    expect(done.record("a")).toMatchObject({ result: "failed", reason: neverLeft });
    expect(done.simulation.asked).toEqual(["a"]);
  });

  test("prove nothing while it is not RUNNING", async () => {
    const restart = [...restarts(1_000, 60_000), { afterMs: 15 * minuteMs, status: "EXTENDING" }];
    const done = await restartOf(unseen("a", { restart }));
    expect(done.record("a")).toMatchObject({ result: "unknown", status: "EXTENDING", taskId: "task-a-0" });
  });

  test("count towards min_ready_time from the end of the restart on, where looks saw nothing else than RUNNING", async () => {
    const lasting = { settings: { minReadyMs: 5 * minuteMs } };
    expect((await restartOf(unseen("a"), lasting)).record("a")).toMatchObject({ result: "success" });
    const late = unseen("a", { restart: restarts(1_000, 18 * minuteMs) });
    expect((await restartOf(late, lasting)).record("a")).toMatchObject({
      result: "unknown",
      reason: expect.stringContaining(
        "RUNNING again, but not yet for min_ready_time; the service's own record",
      ) as string,
    });
  });
});

describe("T7: the service is not asked for its records", () => {
  test("in a fleet that looks have proven, and not for deletions", async () => {
    const done = await run({
      instances: ids(20).map((id) => ({ id, delete: ignores })),
      planned: ids(20).map((id, index) => planned(id, { verb: index < 10 ? "restart" : "delete" })),
    });
    expect(done.simulation.asked).toEqual([]);
  });

  test("where they are not to be read", async () => {
    const done = await restartOf(unseen("a"), { settings: { readsTasks: false } });
    expect([done.simulation.asked, done.record("a").reason]).toEqual([[], neverLeft]);
  });

  test("more than once per watch, eight at a time", async () => {
    const done = await run({ instances: ids(20).map((id) => unseen(id)), planned: ids(20).map((id) => planned(id)) });
    expect(done.simulation.asked).toEqual(ids(20));
    expect([...done.records.values()].every(({ result }) => result === "success")).toBe(true);
    expect(done.tookMs).toBeLessThan(20 * minuteMs + 3_000);
  });

  test("where the last look was not answered", async () => {
    const done = await restartOf(unseen("a"), {
      listFault: (_, nowMs) => (nowMs > startMs + 19 * minuteMs ? readFailed() : undefined),
    });
    expect(done.simulation.asked).toEqual([]);
    expect(done.record("a")).toMatchObject({ result: "unknown" });
  });

  test("after the run's deadline, and not after a stop", async () => {
    const cut = await restartOf(unseen("a"), { settings: { runTimeoutMs: 10 * minuteMs } });
    const stopped = await restartOf(unseen("a"), { stopAfterMs: 10 * minuteMs });
    expect([...cut.simulation.asked, ...stopped.simulation.asked]).toEqual([]);
    for (const { record } of [cut, stopped]) expect(record("a")).toMatchObject({ result: "unknown" });
  });
});

describe("a service that does not give its records", () => {
  const fleet = { instances: ids(20).map((id) => unseen(id)), settings: { maxFailures: 1_000 } };

  test("is reported once, and not asked again in that run", async () => {
    const done = await run({ ...fleet, planned: inWaves(ids(8), 4), taskFault: forbidden });
    expect(done.simulation.asked).toEqual(ids(4));
    expect(done.events.filter(({ kind }) => kind === "tasks-unread")).toEqual([
      { kind: "tasks-unread", message: "GET …/tasks: HTTP 403", isFinal: true },
    ]);
    expect(new Set([...done.records.values()].map(({ reason }) => reason))).toEqual(new Set([neverLeft]));
  });

  test("of one instance for the moment leaves that one as looks show it", async () => {
    const done = await run({
      ...fleet,
      planned: ids(20).map((id) => planned(id)),
      taskFault: (id) => (id === "i3" ? readFailed() : undefined),
    });
    expect(done.simulation.asked).toEqual(ids(20));
    expect(
      [...done.records.values()].flatMap(({ instanceId, result }) => (result === "success" ? [] : [instanceId])),
    ).toEqual(["i3"]);
    expect(done.events).toContainEqual({ kind: "tasks-unread", message: "GET …: HTTP 503.", isFinal: false });
  });

  test("of any of those that were asked for is not asked again", async () => {
    const done = await run({ ...fleet, planned: ids(20).map((id) => planned(id)), taskFault: () => readFailed() });
    expect(done.simulation.asked).toEqual(ids(8));
  });

  test("for half a minute is not waited for: the run's end holds", async () => {
    const clock = new VirtualClock();
    const simulation = new Simulation(clock, { instances: [unseen("a")] });
    const slow = Object.assign(simulation, {
      tasks: async (_id: InstanceId, _sinceMs: number, signal: AbortSignal) => {
        await clock.sleep(3_600_000, signal);
        throw callError({ code: "interrupted", fate: "not-sent" });
      },
    });
    const done = await runAgainst(slow, clock, { planned: [planned("a")] });
    expect(done.record("a")).toMatchObject({ result: "failed", reason: neverLeft });
    expect(done.tookMs).toBeLessThan(20 * minuteMs + 32_000);
  });
});

describe("a call of an earlier run whose end was not seen", () => {
  /** The record of a restart that was sent this long ago and was not watched afterwards. */
  const open = (ageMs: number, more: Partial<ActionRecord> = {}): ActionRecord =>
    recordOf({
      instanceId: "a",
      result: "unknown",
      submittedAt: timestamp(startMs - ageMs),
      calledAt: timestamp(startMs - ageMs),
      finishedAt: timestamp(startMs - ageMs + 5_000),
      leftAt: "",
      ...more,
    });
  const done: Task = {
    id: "t1",
    name: "restartInstance",
    userName: "alice",
    status: "SUCCESS",
    createdAt: timestamp(startMs - 9 * minuteMs),
    updatedAt: timestamp(startMs - 4 * minuteMs),
  };
  const verify = (record: ActionRecord, instance: Partial<SimulatedInstance>, more: Partial<RunOptions> = {}) =>
    run({
      instances: [{ id: "a", ...instance }],
      planned: [planned("a", { verb: "verify" })],
      prior: new Map([["a", record]]),
      ...more,
    });

  test("is proven at the first look by the service's record, without waiting out its time", async () => {
    const verified = await verify(open(10 * minuteMs), { otherTasks: [done] });
    expect(verified.record("a")).toMatchObject({ result: "success", taskId: "t1" });
    expect([verified.simulation.asked, verified.sent, verified.tookMs < 2_000]).toEqual([["a"], [], true]);
  });

  test("has RUNNING to last for min_ready_time from that look on", async () => {
    const record = open(10 * minuteMs);
    const verified = await verify(record, { otherTasks: [done] }, { settings: { minReadyMs: 5 * minuteMs } });
    expect(verified.record("a")).toMatchObject({ result: "success", taskId: "t1" });
    expect(verified.tookMs).toBeGreaterThanOrEqual(5 * minuteMs);
    const longAgo = open(90 * minuteMs, { submittedAt: timestamp(startMs - 90 * minuteMs) });
    const again = await verify(longAgo, { otherTasks: [done] }, { settings: { minReadyMs: 5 * minuteMs } });
    expect(again.record("a")).toMatchObject({ result: "success" });
  });

  test("is held against the service's time of the call, where that is known", async () => {
    const late = open(10 * minuteMs, { calledAt: timestamp(startMs - 8 * minuteMs) });
    expect((await verify(late, { otherTasks: [done] })).record("a")).toMatchObject({
      result: "unknown",
      calledAt: timestamp(startMs - 8 * minuteMs),
    });
    const early = open(2 * minuteMs, { calledAt: timestamp(startMs - 9 * minuteMs) });
    expect((await verify(early, { otherTasks: [done] })).record("a")).toMatchObject({ result: "success" });
  });

  test("is not proven by a record where the service's time of the call is not known: machines' clocks differ", async () => {
    const { calledAt, ...inState } = open(10 * minuteMs);
    const verified = await verify(inState, { otherTasks: [done] });
    expect(calledAt).toBeDefined();
    expect(verified.record("a")).toMatchObject({
      result: "unknown",
      reason: expect.stringContaining("task restartInstance (t1) by alice, SUCCESS") as string,
    });
  });

  test("is asked about once, whatever the first answer was", async () => {
    const verified = await verify(open(10 * minuteMs), { otherTasks: [{ ...done, status: "EXECUTING" }] });
    expect(verified.simulation.asked).toEqual(["a"]);
    expect(verified.record("a")).toMatchObject({ result: "unknown" });
    expect(verified.record("a").reason).toContain("under way");
  });

  test("is not asked about while it restarts, or where no call is known of", async () => {
    const back = { status: "RESTARTING", byItself: [{ afterMs: minuteMs, status: "RUNNING" }] };
    const seen = await verify(open(2 * minuteMs), { ...back, otherTasks: [done] });
    expect(seen.record("a")).toMatchObject({ result: "success", reason: "left RUNNING and is RUNNING again" });
    const unsent = await verify(open(10 * minuteMs, { submittedAt: "" }), { otherTasks: [done] });
    expect(unsent.record("a").result).not.toBe("success");
    expect([...seen.simulation.asked, ...unsent.simulation.asked]).toEqual([]);
  });

  test("survives a kill with the service's time of it", async () => {
    const clock = new VirtualClock();
    const simulation = new Simulation(clock, { instances: [unseen("a")], aheadMs: -3_600_000 });
    const kept = await runKilled(simulation, clock, { planned: [planned("a")] }, 150);
    expect(kept.get("a")).toMatchObject({ result: "unknown", calledAt: "2025-12-31T23:00:00.000Z" });
    await clock.pass(10 * minuteMs);
    const resumed = await runAgainst(simulation, clock, { planned: [planned("a", { verb: "verify" })], prior: kept });
    expect(resumed.record("a")).toMatchObject({ result: "success", taskId: "task-a-0" });
    expect(simulation.calls).toHaveLength(1);
  });
});

test("an instance whose restart the service records as under way keeps its place until it was seen to leave and be back", async () => {
  const slow: SimulatedInstance = { id: "a", restart: restarts(8 * minuteMs, 5 * minuteMs) };
  const done = await run({
    instances: [slow, { id: "b" }],
    planned: inWaves(["a", "b"], 1),
    settings: { maxUnavailable: 1, maxFailures: 9, readyTimeoutMs: 6 * minuteMs },
  });
  expect(done.record("a")).toMatchObject({ result: "unknown" });
  expect(done.record("b").result).toBe("not_started");
  expect(done.sent).toEqual([["a"]]);
});
