import type { ActionRecord } from "../../../lib/domain/action-record";
import {
  callError,
  lost,
  noSuchWords,
  readFailed,
  serverError,
  throttled,
  unreachable,
} from "../../support/rollout/failures";
import { recordOf } from "../../support/rollout/records";
import { type FinishedRun, inWaves, minuteMs, planned, run } from "../../support/rollout/run";
import { endsIn, flaps, getsStuck, ignores, restarts, type SimulatedInstance } from "../../support/rollout/simulation";

const results = (done: FinishedRun): readonly string[] => [...done.records.values()].map(({ result }) => result);
const fleet = (
  text: string,
  special: Record<string, Omit<SimulatedInstance, "id">> = {},
): readonly SimulatedInstance[] => Array.from(text).map((id) => ({ id, ...special[id] }));

/** When each wave's first call was made and when its last member finished. */
function spans(done: FinishedRun): readonly { readonly fromMs: number; readonly untilMs: number }[] {
  return done.sent.map((ids, index) => ({
    fromMs: done.simulation.calls[index]?.atMs ?? 0,
    untilMs: Math.max(...ids.map((id) => Date.parse(done.record(id).finishedAt))),
  }));
}

describe("R1: waves", () => {
  test("are sent one after the other, each after the last one is proven, in the planned order", async () => {
    const done = await run({ instances: fleet("abcde"), planned: inWaves(Array.from("ecabd"), 2) });
    expect(done.sent).toEqual([["e", "c"], ["a", "b"], ["d"]]);
    const [one, two, three] = spans(done);
    expect(two?.fromMs).toBeGreaterThanOrEqual(one?.untilMs ?? 0);
    expect(three?.fromMs).toBeGreaterThanOrEqual(two?.untilMs ?? 0);
    expect([...done.records.values()].map(({ wave }) => wave)).toEqual([1, 1, 2, 2, 3]);
  });

  test("keep their plan although statuses have changed since", async () => {
    const done = await run({ instances: fleet("ab", { b: { status: "ERROR" } }), planned: inWaves(["a", "b"], 1) });
    expect(done.sent).toEqual([["a"], ["b"]]);
  });

  test("send restarts and deletions as such", async () => {
    const done = await run({
      instances: fleet("ab"),
      planned: [planned("a"), planned("b", { verb: "delete", wave: 2 })],
    });
    expect(done.simulation.calls.map(({ action, ids }) => [action, ...ids])).toEqual([
      ["restart", "a"],
      ["delete", "b"],
    ]);
  });

  test("pause in between for pause_between, counted from the last proof, and not after the last wave", async () => {
    const plan = inWaves(["a", "b"], 1);
    const done = await run({ instances: fleet("ab"), planned: plan, settings: { pauseBetweenMs: 5 * minuteMs } });
    const [one, two] = spans(done);
    expect((two?.fromMs ?? 0) - (one?.untilMs ?? 0)).toBeGreaterThanOrEqual(5 * minuteMs);
    expect((two?.fromMs ?? 0) - (one?.untilMs ?? 0)).toBeLessThan(5 * minuteMs + 1_000);
    const alone = await run({
      instances: fleet("a"),
      planned: [planned("a")],
      settings: { pauseBetweenMs: 5 * minuteMs },
    });
    expect(alone.tookMs).toBeLessThan(5 * minuteMs);
  });
});

describe("R1: max_unavailable", () => {
  const settings = { maxFailures: 10, readyTimeoutMs: 10 * minuteMs, maxUnavailable: 2 };

  test("counts an instance of an earlier wave that may still be down", async () => {
    const done = await run({
      instances: fleet("abcd", { a: { restart: getsStuck } }),
      planned: inWaves(Array.from("abcd"), 2),
      settings,
    });
    expect(done.sent).toEqual([["a", "b"], ["c"], ["d"]]);
    expect(results(done)).toEqual(["unknown", "success", "success", "success"]);
  });

  test("ends the run when no further instance may go down, and the rest is not started", async () => {
    const done = await run({
      instances: fleet("abcd", { a: { restart: getsStuck }, b: { restart: getsStuck } }),
      planned: inWaves(Array.from("abcd"), 2),
      settings,
    });
    expect(done.sent).toEqual([["a", "b"]]);
    expect(results(done)).toEqual(["unknown", "unknown", "not_started", "not_started"]);
    expect(done.record("d").reason).toBe(
      "2 earlier instances may still be down because of this run, as many as max_unavailable allows",
    );
  });

  test("no longer counts it once a look shows it RUNNING", async () => {
    const late = restarts(1_000, 10 * minuteMs + 30_000);
    const done = await run({
      instances: fleet("abcd", { a: { restart: late } }),
      planned: inWaves(Array.from("abcd"), 2),
      settings: { ...settings, pauseBetweenMs: minuteMs },
    });
    expect(done.record("a").result).toBe("unknown");
    expect(done.sent).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  test("goes on counting it where RUNNING has to last: one look at it does not say so", async () => {
    const late = restarts(1_000, 10 * minuteMs + 30_000);
    const done = await run({
      instances: fleet("abcd", { a: { restart: late } }),
      planned: inWaves(Array.from("abcd"), 2),
      settings: { ...settings, pauseBetweenMs: minuteMs, minReadyMs: 5_000 },
    });
    expect(done.sent).toEqual([["a", "b"], ["c"], ["d"]]);
  });

  test("counts one that has failed on its way, as long as it is", async () => {
    const done = await run({
      instances: fleet("abc", { a: { restart: flaps(20_000, 40_000) } }),
      planned: inWaves(Array.from("abc"), 1),
      settings: { ...settings, maxUnavailable: 1, minReadyMs: minuteMs, readyTimeoutMs: 10 * minuteMs + 5_000 },
    });
    expect(done.record("a")).toMatchObject({ result: "failed", status: "RESTARTING" });
    expect(done.sent).toEqual([["a"]]);
    expect(results(done)).toEqual(["failed", "not_started", "not_started"]);
  });

  test("does not count one that has ended in ERROR: max_failures counts it", async () => {
    const done = await run({
      instances: fleet("abc", { a: { restart: endsIn("ERROR") } }),
      planned: inWaves(Array.from("abc"), 1),
      settings: { ...settings, maxUnavailable: 1 },
    });
    expect(results(done)).toEqual(["failed", "success", "success"]);
  });
});

describe("R6: max_failures", () => {
  const failing = { a: { restart: endsIn("ERROR") }, c: { failedTimes: 1 } };

  test("0: one failure and no later wave begins; the reason names the setting", async () => {
    const done = await run({ instances: fleet("abcd", failing), planned: inWaves(Array.from("abcd"), 1) });
    expect(results(done)).toEqual(["failed", "not_started", "not_started", "not_started"]);
    expect(done.record("d")).toMatchObject({
      accepted: false,
      submittedAt: "",
      reason: "1 unsuccessful action is more than max_failures allows",
    });
    expect(done.sent).toEqual([["a"]]);
  });

  test("1: one failure is accepted, the second one ends the rollout", async () => {
    const done = await run({
      instances: fleet("abcd", failing),
      planned: inWaves(Array.from("abcd"), 1),
      settings: { maxFailures: 1 },
    });
    expect(results(done)).toEqual(["failed", "success", "failed", "not_started"]);
  });

  test("never keeps the rest of the same wave from being restarted", async () => {
    const done = await run({ instances: fleet("abcd", failing), planned: inWaves(Array.from("abcd"), 4) });
    expect(results(done)).toEqual(["failed", "success", "failed", "success"]);
  });

  test.each([
    ["ignored", ignores, "failed"],
    ["stuck", getsStuck, "unknown"],
  ])("counts a canary that is %s", async (_, course, result) => {
    const done = await run({
      instances: fleet("abc", { a: { restart: course } }),
      planned: [planned("a"), planned("b", { wave: 2 }), planned("c", { wave: 2 })],
    });
    expect(results(done)).toEqual([result, "not_started", "not_started"]);
  });

  test.each(["FROZEN", "EXTENDING"])(
    "R7: does not count one that is %s, for which no call is made, and says how it stands",
    async (status) => {
      const done = await run({ instances: fleet("abc", { a: { status } }), planned: inWaves(Array.from("abc"), 1) });
      expect(results(done)).toEqual(["not_started", "success", "success"]);
      expect(done.record("a")).toMatchObject({ why: "status", status, submittedAt: "" });
      expect(done.sent).toEqual([["b"], ["c"]]);
    },
  );

  const inError = [
    ["ends in ERROR again", { restart: endsIn("ERROR") }],
    ["never leaves it", { restart: ignores }],
    ["is answered failed", { failedTimes: 1 }],
    ["is refused", { refused: true }],
    ["is refused as busy until its time is over", { busyTimes: Infinity }],
  ] as const;

  test.each(inError)("R7: does not count one in ERROR that %s", async (_, script) => {
    const done = await run({
      instances: fleet("abc", { a: { status: "ERROR", ...script } }),
      planned: inWaves(Array.from("abc"), 1),
    });
    expect(results(done)).toEqual(["failed", "success", "success"]);
    expect(done.record("a")).toMatchObject({ status: "ERROR", wasFaulty: true });
  });

  test.each([
    ["never leaves it", { delete: ignores }],
    ["is answered failed", { failedTimes: 1 }],
    ["is refused", { refused: true }],
  ])("R7: does not count a deletion of one in ERROR that %s, so that the others have their turn", async (_, script) => {
    const done = await run({
      instances: fleet("ab", { a: { status: "ERROR", ...script } }),
      planned: [planned("a", { verb: "delete" }), planned("b", { wave: 2 })],
    });
    expect(results(done)).toEqual(["failed", "success"]);
    expect(done.record("a")).toMatchObject({ action: "delete", status: "ERROR", wasFaulty: true });
  });

  test.each([
    ["was well and ends in ERROR", { restart: endsIn("ERROR") }],
    ["was in ERROR and ends FROZEN", { status: "ERROR", restart: endsIn("FROZEN") }],
    ["was in ERROR and does not come back", { status: "ERROR", restart: getsStuck }],
  ])("R7: counts one that %s", async (_, script) => {
    const done = await run({ instances: fleet("ab", { a: script }), planned: inWaves(["a", "b"], 1) });
    expect(done.record("b").result).toBe("not_started");
  });

  test.each(["restart", "delete"] as const)(
    "R7: counts a %s of unknown fate: a broken service gets one call",
    async (verb) => {
      for (const failure of [serverError, lost]) {
        const done = await run({
          instances: Array.from("abcd").map((id) => ({ id, status: "ERROR" })),
          planned: Array.from("abcd").map((id, index) => planned(id, { verb, wave: index + 1 })),
          callFault: () => ({ failure, carriedOut: false }),
        });
        expect(done.sent).toEqual([["a"]]);
        expect(results(done)).toEqual(["failed", "not_started", "not_started", "not_started"]);
        expect(done.record("a").reason).toContain("the service may not have received the call");
        expect(done.record("d").reason).toBe("1 unsuccessful action is more than max_failures allows");
      }
    },
  );

  test.each([
    ["whose answer does not name it", { unanswered: { reached: false } }, undefined],
    ["for which the service has no time", {}, throttled],
  ])("R7: counts one in ERROR %s", async (_, script, failure) => {
    const done = await run({
      instances: fleet("ab", { a: { status: "ERROR", ...script } }),
      planned: inWaves(["a", "b"], 1),
      ...(failure && { callFault: () => ({ failure, carriedOut: false }) }),
    });
    expect(results(done)).toEqual(["failed", "not_started"]);
    expect(done.record("a")).toMatchObject({ status: "ERROR", wasFaulty: true, accepted: false });
  });

  test("R7: counts one in ERROR that cannot be called, because nothing can", async () => {
    const done = await run({
      instances: fleet("ab", { a: { status: "ERROR" } }),
      planned: inWaves(["a", "b"], 1),
      callFault: () => ({ failure: unreachable, carriedOut: false }),
    });
    expect(results(done)).toEqual(["failed", "not_started"]);
  });

  test("R7: a restart of an earlier run, of an instance that was in ERROR, is not counted when it is watched to that end", async () => {
    const prior = recordOf({ instanceId: "a", result: "unknown", status: "RESTARTING" });
    const watched = { ...planned("a"), verb: "verify" } as const;
    const instances = fleet("ab", { a: { status: "RESTARTING", byItself: [{ afterMs: minuteMs, status: "ERROR" }] } });
    const outcome = async (record: ActionRecord) =>
      results(await run({ instances, planned: [watched, planned("b", { wave: 2 })], prior: new Map([["a", record]]) }));
    expect(await outcome({ ...prior, wasFaulty: true })).toEqual(["failed", "success"]);
    expect(await outcome(prior)).toEqual(["failed", "not_started"]);
  });
});

describe("a service that does not answer looks", () => {
  test("from the start of the run is given up at once: nothing is sent", async () => {
    const done = await run({ instances: fleet("ab"), planned: inWaves(["a", "b"], 1), listFault: readFailed });
    expect(results(done)).toEqual(["not_started", "not_started"]);
    expect(done.record("a").reason).toBe("GET …: HTTP 503");
    expect(done.simulation.looks).toBe(1);
  });

  test("because they are too many is waited for, also at the start", async () => {
    const done = await run({
      instances: fleet("a"),
      planned: [planned("a")],
      listFault: (look) => (look < 3 ? throttled(30_000) : undefined),
    });
    expect(results(done)).toEqual(["success"]);
  });

  test("because it does not understand them any more is given up, unless something is on its way", async () => {
    const invalid = callError({ code: "invalid", fate: "refused", message: "GET …: HTTP 400." });
    const from = Date.parse("2026-01-01T00:04:00Z");
    const done = await run({
      instances: fleet("abc", { a: { restart: restarts(0, 5 * minuteMs) } }),
      planned: inWaves(["a", "b"], 1),
      settings: { maxFailures: 1 },
      listFault: (_, nowMs) => (nowMs > from ? invalid : undefined),
    });
    expect(done.record("a").result).toBe("unknown");
    expect(done.record("b")).toMatchObject({ result: "not_started", reason: "GET …: HTTP 400" });
    expect(done.tookMs).toBeLessThan(21 * minuteMs);
  });

  test("for a while between two waves is waited for", async () => {
    const done = await run({
      instances: fleet("ab"),
      planned: inWaves(["a", "b"], 1),
      listFault: (_, nowMs) => {
        const sinceMs = nowMs - Date.parse("2026-01-01T00:00:00Z");
        return sinceMs > 185_000 && sinceMs < 400_000 ? readFailed() : undefined;
      },
    });
    expect(results(done)).toEqual(["success", "success"]);
  });

  test("after a call leaves its end open, because it is not known whether the instance left", async () => {
    const done = await run({
      instances: fleet("a"),
      planned: [planned("a")],
      listFault: (look) => (look > 0 ? readFailed() : undefined),
    });
    expect(done.record("a")).toMatchObject({
      result: "unknown",
      accepted: true,
      reason:
        "ready_timeout (20m) is over: its status could not be read lately, last status RUNNING; the last read failed: GET …: HTTP 503",
    });
  });

  test("for so long that a restart may have come and gone leaves its end open", async () => {
    const done = await run({
      instances: fleet("a", { a: { restart: restarts(1_000, 180_000) } }),
      planned: [planned("a")],
      callFault: () => ({ failure: lost, carriedOut: true, tookMs: 100 }),
      listFault: (look, nowMs) => (look > 0 && nowMs < Date.parse("2026-01-01T00:10:00Z") ? readFailed() : undefined),
      settings: { readsTasks: false },
    });
    expect(done.record("a")).toMatchObject({
      result: "unknown",
      status: "RUNNING",
      reason: expect.stringContaining("it is not sent again unless restart_triggers change") as string,
    });
  });

  test("about one instance only does not keep the others from being proven", async () => {
    const done = await run({
      instances: fleet("abc"),
      planned: Array.from("abc").map((id) => planned(id, { verb: "delete" })),
      getFault: (id) => (id === "b" ? noSuchWords() : undefined),
    });
    expect(results(done)).toEqual(["success", "unknown", "success"]);
    expect(done.record("b")).toMatchObject({
      reason:
        "ready_timeout (20m) is over: its status could not be read lately, last status RUNNING; the last read failed: GET …/b: HTTP 400 (DMS.00400999: The instance does not exist.)",
      why: "unreadable",
      errorCode: "DMS.00400999",
      message: "The instance does not exist",
    });
  });
});
