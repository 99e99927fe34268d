import type { CallFailure, CallFailureCode } from "../../../../lib/domain/call-failure";
import { looked, lookFailed } from "../../../../lib/domain/rollout/looks";
import type { Lingering, Rollout } from "../../../../lib/domain/rollout/rollout";
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

const nowMs = beganMs + 5_000;
const failure = (code: CallFailureCode, more: Partial<CallFailure> = {}): CallFailure =>
  callError({ code, fate: "refused", message: "GET …: no answer.", ...more });
const unsent = inPhases({ a: { phase: waiting("") } });
const underWay = inPhases({ a: { phase: watching() }, b: { phase: waiting("") } });
const seen = (rollout: Rollout): Rollout => ({ ...rollout, seenMs: beganMs });

describe("a look that failed", () => {
  test.each<readonly [CallFailureCode, Rollout, boolean]>([
    ["unauthenticated", underWay, true],
    ["unauthenticated", seen(unsent), true],
    ["forbidden", seen(underWay), true],
    ["throttled", unsent, false],
    ["invalid", seen(unsent), true],
    ["invalid", seen(underWay), false],
    ["not-found", seen(unsent), true],
    ["not-found", seen(underWay), false],
    ["unreachable", unsent, true],
    ["unreachable", seen(unsent), false],
    ["server-error", underWay, true],
  ])("as %s ends the run where the service cannot be used: %#", (code, rollout, ends) => {
    const { ending } = lookFailed(rollout, failure(code, { errorCode: "DMS.1" }), nowMs);
    const service = { kind: "service", readable: false, reason: "GET …: no answer", errorCode: "DMS.1", message: "" };
    const kind = { code, errorCode: "DMS.1" };
    expect(ending).toEqual(ends ? { ...service, failure: kind } : undefined);
  });

  test("does not replace an ending, and is in the records until a look is answered", () => {
    const stopped = lookFailed({ ...unsent, ending: { kind: "stopped" } }, failure("forbidden"), nowMs);
    expect(stopped).toMatchObject({ ending: { kind: "stopped" }, lookTrouble: "GET …: no answer", lookEndedMs: nowMs });
    expect(looked(stopped, new Map(), nowMs).lookTrouble).toBe("");
  });

  test("is repeated when the service asks for it, and not before the next look would come", () => {
    const next = (retryAfterMs?: number): number =>
      lookFailed(seen(unsent), failure("throttled", retryAfterMs === undefined ? {} : { retryAfterMs }), nowMs)
        .nextLookMs;
    expect(next()).toBe(nowMs + 500);
    expect(next(400)).toBe(nowMs + 500);
    expect(next(30_000)).toBe(nowMs + 30_000);
  });
});

describe("a look that could not read some instances", () => {
  const unread = new Map([
    ["a", failure("throttled", { retryAfterMs: 30_000 })],
    ["b", failure("server-error", { retryAfterMs: 20_000, errorCode: "DMS.2", errorMessage: "Try later." })],
    ["c", failure("server-error")],
  ]);

  test("gives the reason, and is repeated after the longest wait that the service asked for", () => {
    const after = looked(unsent, new Map(), nowMs, unread);
    expect(Object.fromEntries(after.unread)).toEqual({
      a: { trouble: "GET …: no answer", errorCode: "", message: "" },
      b: { trouble: "GET …: no answer", errorCode: "DMS.2", message: "Try later" },
      c: { trouble: "GET …: no answer", errorCode: "", message: "" },
    });
    expect(after.nextLookMs).toBe(nowMs + 30_000);
    expect(after.members).toEqual(unsent.members);
  });

  test("comes again as usual where the service asks for no wait", () => {
    expect(looked(unsent, new Map(), nowMs, new Map([["c", failure("server-error")]])).nextLookMs).toBe(nowMs + 500);
  });
});

describe("R1: an instance of an earlier wave that may be down", () => {
  const left = (each: Lingering, status: string | undefined, minReadyMs = 0): readonly Lingering[] => {
    const rollout = inPhases({ a: { phase: waiting("") } }, { lingering: [each], settings: { minReadyMs } });
    return looked(rollout, new Map(status === undefined ? [] : [[each.id, status]]), nowMs).lingering;
  };
  const away: Lingering = { id: "z", isYetToLeave: false };
  const yetToLeave: Lingering = { id: "z", isYetToLeave: true };

  test.each(["RUNNING", "ERROR", "FROZEN", "DELETED"])("is back, broken or gone in %s", (status) => {
    expect(left(away, status)).toStrictEqual([]);
  });

  test.each(["RESTARTING", "EXTENDING", undefined])("is not back in %s", (status) => {
    expect(left(away, status)).toStrictEqual([away]);
  });

  test("is not back in RUNNING where that has to last, or while the service records a task that no look has shown", () => {
    expect(left(away, "RUNNING", 1)).toStrictEqual([away]);
    expect(left(away, "ERROR", 1)).toStrictEqual([]);
    expect(left(yetToLeave, "RUNNING")).toStrictEqual([yetToLeave]);
  });

  test("has left once it is seen on its way, and not before", () => {
    expect(left(yetToLeave, "RESTARTING")).toStrictEqual([away]);
    expect(left(yetToLeave, undefined)).toStrictEqual([yetToLeave]);
    expect(left(yetToLeave, "ERROR")).toStrictEqual([]);
  });
});

describe("a member that is seen", () => {
  test("keeps the words of the service's answer, which one whose answer is under way has not", () => {
    const rollout = inPhases({ a: { phase: watching({}, { requestId: "req-1" }) }, b: { phase: sendingPhase() } });
    const statuses = new Map([
      ["a", "RUNNING"],
      ["b", "RUNNING"],
    ]);
    expect(looked(rollout, statuses, nowMs).members.map(({ phase }) => phase)).toMatchObject([
      { kind: "watching", answer: { requestId: "req-1" } },
      { kind: "watching", answer: { errorCode: "", message: "", requestId: "" } },
    ]);
  });

  test("is sent with others in the planned order, in any earlier batches", () => {
    const rollout = inPhases(
      {
        a: { phase: waiting("") },
        b: { phase: queued("RUNNING") },
        c: { phase: queued("RUNNING") },
        d: { phase: finished() },
      },
      { batches: [["c"], ["b"]] },
    );
    const all = new Map(["a", "b", "c", "d"].map((id) => [id, "RUNNING"]));
    expect(looked(rollout, all, nowMs).batches).toEqual([["a"], ["b"], ["c"]]);
    expect(looked(rollout, new Map([...all, ["b", "EXTENDING"]]), nowMs).batches).toEqual([["a"], ["c"]]);
  });
});
