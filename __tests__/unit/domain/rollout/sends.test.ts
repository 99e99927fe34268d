import type { CallFailure, CallFailureCode, Fate } from "../../../../lib/domain/call-failure";
import type { Rollout } from "../../../../lib/domain/rollout/rollout";
import { answered, callFailed, leaving, sending, unrecorded } from "../../../../lib/domain/rollout/sends";
import { callError } from "../../../support/rollout/failures";
import {
  beganMs,
  finished,
  inPhases,
  queued,
  sendingPhase,
  waiting,
  watching,
} from "../../../support/rollout/in-phases";

const nowMs = beganMs + 1_000;
const two = inPhases(
  { a: { phase: queued("ERROR") }, b: { phase: queued("RUNNING") } },
  { batches: [["a", "b"], ["c"]] },
);
const onTheirWay = inPhases({ a: { phase: sendingPhase() }, b: { phase: sendingPhase() } });
const others = inPhases({ a: { phase: queued("RUNNING") }, b: { phase: watching() }, c: { phase: finished() } });
const failure = (code: CallFailureCode, fate: Fate = "refused", more: Partial<CallFailure> = {}): CallFailure =>
  callError({ code, fate, message: "POST …: no.", ...more });
const phases = (rollout: Rollout) => rollout.members.map(({ phase }) => phase);

describe("a call that is sent", () => {
  test("leaves the batches; its members count as sent, with an unknown end", () => {
    const after = sending(two, ["a"], nowMs, nowMs + 7);
    expect(after.batches).toEqual([["c"]]);
    expect(phases(after)).toMatchObject([
      {
        kind: "sending",
        watch: { acceptance: "unknown", before: "ERROR", submittedAtMs: nowMs, calledAtMs: nowMs + 7, wasFaulty: true },
      },
      { kind: "queued" },
    ]);
    expect(phases(sending(two, ["a"], nowMs))).toMatchObject([{ watch: { calledAtMs: 0 } }, {}]);
  });

  test("has the time at which it leaves, by the service's clock if that is known", () => {
    const called = inPhases({ a: { phase: sendingPhase({ calledAtMs: 3 }) } });
    expect(phases(leaving(called, ["a"], nowMs + 5))).toMatchObject([
      { kind: "sending", watch: { submittedAtMs: nowMs + 5, calledAtMs: 3 } },
    ]);
    expect(phases(leaving(called, ["a"], nowMs + 5, 9))).toMatchObject([{ watch: { calledAtMs: 9 } }]);
    expect(phases(leaving(others, ["a", "b", "c"], nowMs + 5, 9))).toEqual(phases(others));
  });

  test("is not made without a record of it, and the run ends", () => {
    expect(unrecorded(two, "the disk is full.").ending).toEqual({ kind: "unrecorded", reason: "the disk is full" });
  });
});

describe("the answer to a call", () => {
  const items = [
    { id: "a", result: "success" },
    { id: "b", result: "failed" },
  ] as const;

  test("accepts members, or refuses them with the service's words", () => {
    const after = answered({ ...onTheirWay, tries: 3 }, ["a", "b"], { items, requestId: "req-1" }, nowMs);
    expect(phases(after)).toMatchObject([
      {
        kind: "watching",
        watch: { acceptance: "accepted", calledAtMs: 0 },
        answer: { requestId: "req-1", errorCode: "" },
      },
      {
        kind: "finished",
        record: { result: "failed", requestId: "req-1", submittedAt: new Date(beganMs).toISOString(), wave: 1 },
      },
    ]);
    expect(after).toMatchObject({ tries: 0, nextLookMs: nowMs + 500, lookEveryMs: 500 });
  });

  test("that does not name a member leaves its end unknown", () => {
    expect(phases(answered(onTheirWay, ["a", "b"], { items: [], requestId: undefined }, nowMs))).toMatchObject([
      { kind: "watching", watch: { acceptance: "unknown" }, answer: { requestId: "" } },
      { kind: "watching", watch: { acceptance: "unknown" } },
    ]);
  });

  test("has the time of the call by the service's clock: the time of the answer less the time that the answer took", () => {
    const after = answered(onTheirWay, ["a"], { items, requestId: undefined, answeredAtMs: beganMs + 60_000 }, nowMs);
    expect(phases(after)).toMatchObject([{ watch: { calledAtMs: beganMs + 59_000 } }, { kind: "sending" }]);
  });

  test("does not change members that were not sent with it", () => {
    expect(phases(answered(others, ["a", "b", "c"], { items, requestId: undefined }, nowMs))).toEqual(phases(others));
    expect(phases(callFailed(others, ["a", "b", "c"], failure("lost", "unknown"), nowMs))).toEqual(phases(others));
  });
});

describe("the failure of a call", () => {
  const failed = (code: CallFailureCode, ids: readonly string[], more: Partial<CallFailure> = {}): Rollout =>
    callFailed(onTheirWay, ids, failure(code, "refused", more), nowMs);
  const refusal = {
    isOwn: false,
    reason: "the service refused the call",
    errorCode: "",
    message: "POST …: no",
    requestId: "",
    submittedAtMs: beganMs,
  };

  test("whose fate is unknown is looked up with any code, and never sent again", () => {
    for (const code of ["lost", "unauthenticated", "throttled", "invalid"] as const) {
      const told = failure(code, "unknown", { errorCode: "DMS.1", errorMessage: "No.", requestId: "req-1" });
      const after = callFailed({ ...onTheirWay, tries: 2 }, ["a", "b"], told, nowMs);
      const answer = { errorCode: "DMS.1", message: "No", requestId: "req-1" };
      expect(phases(after)).toMatchObject([
        { kind: "watching", answer },
        { kind: "watching", answer },
      ]);
      expect(after).toMatchObject({ batches: [], tries: 0, nextLookMs: nowMs + 500, ending: undefined });
    }
  });

  test.each([
    ["unauthenticated", false],
    ["forbidden", true],
    ["unexpected-answer", true],
  ] as const)("as %s ends the run: no call can be made, reads can: %j", (code, readable) => {
    const after = failed(code, ["a", "b"]);
    expect(after.ending).toMatchObject({ kind: "service", readable, reason: "POST …: no" });
    expect(phases(after)).toEqual([
      { ...queued("RUNNING"), refusal },
      { ...queued("RUNNING"), refusal },
    ]);
  });

  test.each(["throttled", "unreachable", "lost", "interrupted", "server-error"] as const)(
    "as %s is sent again later, each time after a longer wait",
    (code) => {
      const after = failed(code, ["a", "b"]);
      expect(after).toMatchObject({ batches: [["a", "b"]], tries: 1, holdUntilMs: nowMs + 1_000, ending: undefined });
      const waits = [0, 1, 2, 3, 4, 40].map(
        (tries) => callFailed({ ...onTheirWay, tries }, ["a"], failure(code), nowMs).holdUntilMs - nowMs,
      );
      expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
      expect(failed(code, ["a"], { retryAfterMs: 30_000 }).holdUntilMs).toBe(nowMs + 30_000);
      expect(failed(code, ["a"], { retryAfterMs: 30 }).holdUntilMs).toBe(nowMs + 1_000);
    },
  );

  test("waits at least a second, also with a shorter poll_interval", () => {
    const hasty = { ...onTheirWay, settings: { ...onTheirWay.settings, pollIntervalMs: 10 } };
    expect(callFailed({ ...hasty, tries: 5 }, ["a"], failure("throttled"), nowMs).holdUntilMs).toBe(nowMs + 1_000);
  });

  test.each(["busy", "invalid", "not-found"] as const)(
    "as %s of several splits them, and counts against none of them",
    (code) => {
      const three = inPhases({
        a: { phase: sendingPhase() },
        b: { phase: sendingPhase() },
        c: { phase: sendingPhase() },
      });
      const after = callFailed({ ...three, batches: [["z"]], tries: 4 }, ["a", "b", "c"], failure(code), nowMs);
      expect(after).toMatchObject({ batches: [["a", "b"], ["c"], ["z"]], tries: 0 });
      expect(phases(after)).toEqual([queued("RUNNING"), queued("RUNNING"), queued("RUNNING")]);
    },
  );

  test("as busy of one lets it wait, and as anything else that is its own ends it", () => {
    expect(phases(failed("busy", ["a"]))[0]).toEqual({
      ...waiting("RUNNING"),
      refusal: { ...refusal, isOwn: true },
    });
    for (const code of ["invalid", "not-found"] as const) {
      expect(phases(failed(code, ["a"], { errorCode: "DMS.1", requestId: "req-1" }))[0]).toMatchObject({
        kind: "finished",
        record: {
          result: "failed",
          reason: "the service refused the call",
          errorCode: "DMS.1",
          requestId: "req-1",
          accepted: false,
        },
      });
    }
    expect(callFailed({ ...onTheirWay, tries: 4 }, ["a"], failure("busy"), nowMs).tries).toBe(0);
  });

  test("has no time of a call that did not leave this machine", () => {
    const after = callFailed(onTheirWay, ["a"], failure("unreachable", "not-sent"), nowMs);
    expect(phases(after)[0]).toMatchObject({
      kind: "queued",
      refusal: { reason: "the call could not be sent", submittedAtMs: undefined },
    });
  });
});
