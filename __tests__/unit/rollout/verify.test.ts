import { type ActionRecord, timestamp } from "../../../lib/domain/action-record";
import type { Planned } from "../../../lib/domain/ledger/waves";
import { type FinishedRun, minuteMs, planned, run, type RunSettings } from "../../support/rollout/run";
import { recordOf } from "../../support/rollout/records";
import type { SimulatedInstance } from "../../support/rollout/simulation";

const startMs = Date.parse("2026-01-01T00:00:00Z");

/** The record of a restart that an earlier run sent this long ago, without seeing its end. */
function openRecord(ageMs: number, more: Partial<ActionRecord> = {}): ActionRecord {
  return recordOf({
    result: "unknown",
    instanceId: "a",
    submittedAt: timestamp(startMs - ageMs),
    finishedAt: timestamp(startMs - ageMs + 5_000),
    leftAt: "",
    ...more,
  });
}

interface Verification {
  readonly record: ActionRecord;
  readonly instance?: Omit<SimulatedInstance, "id">;
  readonly action?: "restart" | "delete";
  readonly others?: readonly Planned[];
  readonly settings?: Partial<RunSettings>;
}

async function verify({
  record,
  instance,
  action = "restart",
  others = [],
  settings = {},
}: Verification): Promise<FinishedRun> {
  return run({
    instances: [{ id: "a", ...instance }, ...others.map(({ id }) => ({ id }))],
    planned: [planned("a", { verb: "verify", action }), ...others],
    prior: new Map([["a", record]]),
    settings,
  });
}

const comesBackIn = (ms: number): Omit<SimulatedInstance, "id"> => ({
  status: "RESTARTING",
  byItself: [{ afterMs: ms, status: "RUNNING" }],
});

describe("an action of an earlier run whose end was not seen", () => {
  test("is watched to its end and never sent again; its record keeps the call's own data", async () => {
    const record = openRecord(minuteMs, {
      requestId: "req-old",
      leftAt: timestamp(startMs - 50_000),
      status: "RESTARTING",
    });
    const done = await verify({ record, instance: comesBackIn(2 * minuteMs) });
    expect(done.sent).toEqual([]);
    expect(done.record("a")).toMatchObject({
      result: "success",
      accepted: true,
      submittedAt: record.submittedAt,
      leftAt: record.leftAt,
      requestId: "req-old",
    });
  });

  test("that was seen to leave then, and is RUNNING now, is proven at the first look", async () => {
    const record = openRecord(300 * minuteMs, { leftAt: timestamp(startMs - 299 * minuteMs), status: "RESTARTING" });
    const done = await verify({ record });
    expect(done.record("a").result).toBe("success");
    expect(done.simulation.looks).toBe(1);
  });

  test("still has to stay RUNNING for min_ready_time", async () => {
    const record = openRecord(300 * minuteMs, { leftAt: timestamp(startMs - 299 * minuteMs) });
    const done = await verify({ record, settings: { minReadyMs: minuteMs } });
    expect(done.record("a").result).toBe("success");
    expect(done.tookMs).toBeGreaterThanOrEqual(minuteMs);
  });

  test("that is on its way now is given the whole ready_timeout, however long ago it was sent", async () => {
    const record = openRecord(300 * minuteMs);
    expect((await verify({ record, instance: comesBackIn(19 * minuteMs) })).record("a").result).toBe("success");
    const stuck = await verify({ record, instance: { status: "RESTARTING" } });
    expect(stuck.record("a")).toMatchObject({
      result: "unknown",
      reason: "ready_timeout (20m) is over: still RESTARTING",
    });
    expect(stuck.tookMs).toBeGreaterThanOrEqual(20 * minuteMs);
  });

  test("that ended in ERROR meanwhile has failed", async () => {
    const record = openRecord(10 * minuteMs, { leftAt: timestamp(startMs - 9 * minuteMs), status: "RESTARTING" });
    expect((await verify({ record, instance: { status: "ERROR" } })).record("a")).toMatchObject({ result: "failed" });
  });

  const calledAt = timestamp(startMs - 30_000);

  test("that never left and was watched almost all the time has failed when its time is over", async () => {
    const done = await verify({ record: openRecord(30_000, { accepted: true, calledAt }) });
    expect(done.record("a")).toMatchObject({
      result: "failed",
      reason: "ready_timeout (20m) is over: the service answered success, but it never left RUNNING",
    });
    expect(done.tookMs).toBeLessThan(20 * minuteMs);
  });

  test.each([
    ["was ten minutes ahead", 10 * minuteMs],
    ["was ten minutes behind", -10 * minuteMs],
    ["was off by less than the break", minuteMs / 2],
  ])(
    "of a machine whose clock %s stays unknown: how long nobody looked cannot be told (R3, P5)",
    async (_, aheadMs) => {
      const record = openRecord(30_000 - aheadMs, { accepted: true, calledAt });
      const done = await verify({ record });
      expect(done.record("a")).toMatchObject({
        result: "unknown",
        finishedAt: record.finishedAt,
        reason: expect.stringContaining("was not watched all the time since the call") as string,
      });
      expect(done.sent).toEqual([]);
    },
  );

  test("of which the service's time is not known stays unknown, too", async () => {
    expect((await verify({ record: openRecord(30_000, { accepted: true }) })).record("a").result).toBe("unknown");
  });

  test("that only a record of others shows stays unknown, however soon it is looked up again (P6)", async () => {
    const record = openRecord(30_000, { submittedAt: "" });
    const done = await verify({ record });
    expect(done.record("a").result).toBe("unknown");
    expect((await verify({ record: done.record("a") })).record("a").result).toBe("unknown");
  });

  test("that is RUNNING long after, without a look in between, stays unknown after one look: it may have restarted (R3, P5)", async () => {
    const record = openRecord(300 * minuteMs);
    const done = await verify({ record });
    expect(done.record("a")).toMatchObject({
      result: "unknown",
      finishedAt: record.finishedAt,
      reason: expect.stringContaining("it is not sent again unless restart_triggers change") as string,
    });
    expect(done.simulation.looks).toBe(1);
    const again = await verify({ record: done.record("a") });
    expect(again.record("a").result).toBe("unknown");
  });

  test("that cannot be proven any more does not keep the others from being restarted", async () => {
    const others = [planned("b", { wave: 2 }), planned("c", { wave: 3 })];
    const done = await verify({ record: openRecord(300 * minuteMs), others, settings: { maxUnavailable: 1 } });
    expect([...done.records.values()].map(({ result }) => result)).toEqual(["unknown", "success", "success"]);
  });

  test("that is stuck on its way does keep them: it counts towards max_failures and max_unavailable", async () => {
    const others = [planned("b", { wave: 2 })];
    const stuck = { record: openRecord(minuteMs), instance: { status: "RESTARTING" }, others };
    expect((await verify(stuck)).record("b").reason).toContain("max_failures");
    const tolerant = { maxFailures: 5, maxUnavailable: 1 };
    expect((await verify({ ...stuck, settings: tolerant })).record("b").reason).toContain("max_unavailable");
  });
});

describe("a deletion of an earlier run", () => {
  test.each(["unknown", "failed", "not_started"] as const)(
    "that is recorded as %s is a success once the instance is gone",
    async (result) => {
      const record = openRecord(minuteMs, { action: "delete", result });
      const gone = { byItself: [{ afterMs: 0, status: undefined }] };
      expect((await verify({ record, instance: gone, action: "delete" })).record("a")).toMatchObject({
        action: "delete",
        result: "success",
        status: "DELETED",
      });
    },
  );

  test("whose instance is RUNNING long after has failed: nothing about that is uncertain", async () => {
    const record = openRecord(300 * minuteMs, { action: "delete" });
    const done = await verify({ record, action: "delete" });
    expect(done.record("a")).toMatchObject({ result: "failed", reason: "ready_timeout (20m) is over: it is RUNNING" });
  });

  test("that was never sent, of an instance that is there after all, says that no call was made", async () => {
    const record = openRecord(minuteMs, { action: "delete", result: "not_started", submittedAt: "" });
    const done = await verify({ record, action: "delete" });
    expect(done.record("a")).toMatchObject({
      result: "failed",
      reason: "ready_timeout (20m) is over: it is RUNNING, and no call was made for it",
    });
  });
});
