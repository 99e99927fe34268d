import type { CallFailureCode } from "../../../../lib/domain/call-failure";
import type { Rollout } from "../../../../lib/domain/rollout/rollout";
import {
  askedAtEnd,
  askedAtReturn,
  callTimeOf,
  type TaskAnswer,
  tasksAsked,
} from "../../../../lib/domain/rollout/task-asks";
import type { Watch } from "../../../../lib/domain/rollout/watch";
import {
  beganMs,
  finished,
  inPhases,
  type InPhase,
  queued,
  sendingPhase,
  watching,
} from "../../../support/rollout/in-phases";
import { minuteMs } from "../../../support/rollout/run";

const overMs = beganMs + 20 * minuteMs;
const nowMs = overMs + 1_000;
/** Seen in RUNNING when its time was over, after a break between looks. */
const missed: Partial<Watch> = { status: "RUNNING", seenAtMs: overMs, watchedUntilMs: beganMs };
const evidence = { kind: "none", text: "" } as const;

describe("the members whose records are asked for at the end of their time", () => {
  const asked = (watch: Partial<Watch>, more: Partial<Pick<Rollout, "asksTasks">> = {}): boolean => {
    const rollout = inPhases({ i: { phase: watching(watch) } }, more);
    return askedAtEnd(rollout, rollout.members).length > 0;
  };

  test.each<readonly [string, Partial<Watch>, boolean]>([
    ["one whose end looks do not show", missed, true],
    ["one that never left: the service may know better", { ...missed, watchedUntilMs: overMs }, true],
    ["one on its way that was not seen to begin", { ...missed, status: "EXTENDING", otherWords: ["EXTENDING"] }, true],
    ["one that left and has not come back", { ...missed, status: "RESTARTING", leftAtMs: beganMs }, true],
    ["one that looks have shown to fail", { ...missed, status: "RESTARTING", leftAtMs: beganMs, relapses: 1 }, false],
    ["one that no look has seen since", { ...missed, seenAtMs: overMs - 1 }, false],
    ["one that is RUNNING again", { ...missed, leftAtMs: beganMs, readySinceMs: overMs }, false],
    ["one that was asked about before", { ...missed, evidence }, false],
    ["one in ERROR", { ...missed, status: "ERROR" }, false],
    ["one that is gone", { ...missed, status: "DELETED" }, false],
    ["a deletion", { ...missed, action: "delete" }, false],
    ["one without a known call", { ...missed, submittedAtMs: 0 }, false],
  ])("%s", (_, watch, isAsked) => {
    expect(asked(watch)).toBe(isAsked);
    expect(asked(watch, { asksTasks: false })).toBe(false);
  });

  test("are at most eight, and only those with an answer", () => {
    const ids = Array.from("abcdefghij");
    const rollout = inPhases(Object.fromEntries(ids.map((id) => [id, { phase: watching(missed) }])));
    expect(askedAtEnd(rollout, rollout.members)).toEqual(ids.slice(0, 8));
    const unsent = inPhases({
      a: { phase: sendingPhase(missed) },
      b: { phase: queued("RUNNING") },
      c: { phase: finished() },
    });
    expect(askedAtEnd(unsent, unsent.members)).toEqual([]);
  });
});

describe("the members of earlier runs whose records are asked for when they are seen", () => {
  const asked = (watch: Partial<Watch>, verb: "verify" | "restart" = "verify"): boolean =>
    askedAtReturn(inPhases({ i: { phase: watching(watch), target: { verb } } })).length > 0;
  const back: Partial<Watch> = { status: "RUNNING", seenAtMs: beganMs, watchedUntilMs: beganMs - 1 };

  test("are those that rest after a break in which they may have restarted", () => {
    expect(asked(back)).toBe(true);
    expect(asked(back, "restart")).toBe(false);
    expect(asked({ ...back, watchedUntilMs: beganMs })).toBe(false);
    expect(asked({ ...back, leftAtMs: beganMs - 1 })).toBe(false);
    expect(asked({ ...back, status: "EXTENDING" })).toBe(false);
    expect(asked({ ...back, seenAtMs: beganMs - 1, watchedUntilMs: beganMs - 2 })).toBe(false);
  });

  test("are open", () => {
    expect(askedAtReturn(inPhases({ i: { phase: finished(), target: { verb: "verify" } } }))).toEqual([]);
  });
});

test("the time of a call is by the service's clock where that is known", () => {
  const rollout = inPhases({
    a: { phase: watching({ calledAtMs: 5 }) },
    b: { phase: sendingPhase({ calledAtMs: 0, submittedAtMs: 7 }) },
    c: { phase: queued("RUNNING") },
  });
  expect(["a", "b", "c", "of no wave"].map((id) => callTimeOf(rollout, id))).toEqual([5, 7, 0, 0]);
});

describe("what the service answers", () => {
  const member: InPhase = { phase: watching({ ...missed, calledAtMs: beganMs }, { requestId: "req-1" }) };
  const task = {
    ...{ id: "task-1", name: "restartInstance", userName: "alice", status: "SUCCESS" },
    createdAt: new Date(beganMs + 1_000).toISOString(),
    updatedAt: new Date(beganMs + 80_000).toISOString(),
  };
  const told = (more: Partial<typeof task> = {}): TaskAnswer => ({ kind: "told", tasks: [{ ...task, ...more }] });
  const untold = (code: CallFailureCode): TaskAnswer => ({
    kind: "untold",
    failure: { code, fate: "refused", message: "no" },
  });
  const ask = (answers: Readonly<Record<string, TaskAnswer>>, rollout = inPhases({ a: member, b: member })): Rollout =>
    tasksAsked(rollout, new Map(Object.entries(answers)), 0, nowMs);

  test("ends a member that it proves or disproves, and lets the others be watched on with what it said", () => {
    const { members } = ask({ a: told(), b: told({ status: "FAILED" }) });
    expect(members.map(({ phase }) => phase)).toMatchObject([
      { kind: "finished", record: { result: "success", taskId: "task-1", requestId: "req-1", accepted: true } },
      { kind: "finished", record: { result: "failed", taskId: "task-1" } },
    ]);
    const open = ask({ a: told({ status: "EXECUTING" }), b: { kind: "told", tasks: [] } }).members;
    expect(open.map(({ phase }) => phase)).toMatchObject([
      { kind: "watching", watch: { evidence: { kind: "under-way" } } },
      { kind: "watching", watch: { evidence: { kind: "none", text: "" } } },
    ]);
  });

  test("counts from the call of that member on", () => {
    const later = inPhases({ a: { phase: watching({ ...missed, calledAtMs: beganMs + 1_001 }) } });
    expect(ask({ a: told() }, later).members[0]?.phase.kind).toBe("watching");
  });

  test("does not count for the member whose last known action it may be (seed 71004)", () => {
    const short = told({
      createdAt: new Date(beganMs).toISOString(),
      updatedAt: new Date(beganMs + 300).toISOString(),
    });
    const since = new Map([["a", new Date(beganMs + 400).toISOString()]]);
    const { members } = ask({ a: short, b: short }, inPhases({ a: member, b: member }, { since }));
    expect(members.map(({ phase }) => phase.kind)).toEqual(["watching", "finished"]);
  });

  test("changes nothing of members that are not watched", () => {
    const rollout = inPhases({
      a: { phase: queued("RUNNING") },
      b: { phase: sendingPhase() },
      c: { phase: finished() },
    });
    expect(ask({ a: told(), b: told(), c: told() }, rollout).members).toEqual(rollout.members);
  });

  test.each<readonly [CallFailureCode, boolean]>([
    ["unauthenticated", false],
    ["forbidden", false],
    ["not-found", false],
    ["invalid", false],
    ["unexpected-answer", false],
    ["throttled", true],
    ["server-error", true],
    ["lost", true],
    ["unreachable", true],
  ])("as %s of one of them: records are asked for again: %j", (code, again) => {
    const rollout = ask({ a: untold(code), b: told() });
    expect(rollout.asksTasks).toBe(again);
    expect(rollout.members.map(({ phase }) => phase.kind)).toEqual(["watching", "finished"]);
  });

  test("as no answer: records are not asked for again, and never after a refusal", () => {
    expect(ask({ a: untold("throttled"), b: untold("lost") }).asksTasks).toBe(false);
    expect(ask({}).asksTasks).toBe(true);
    expect(ask({ a: told() }, inPhases({ a: member }, { asksTasks: false })).asksTasks).toBe(false);
  });
});
