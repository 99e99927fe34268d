import type { Rollout } from "../../../../lib/domain/rollout/rollout";
import { mayStillLeave, nextStep } from "../../../../lib/domain/rollout/step";
import { beganMs, finished, inPhases, queued, waiting, watching } from "../../../support/rollout/in-phases";
import { minuteMs } from "../../../support/rollout/run";

const nowMs = beganMs + minuteMs;
const seen = { seenMs: nowMs, lookEndedMs: nowMs, nextLookMs: nowMs + 500 };
const batched = inPhases(
  { a: { phase: queued("RUNNING") }, b: { phase: queued("RUNNING") } },
  { ...seen, batches: [["a", "b"]] },
);
const wait = (untilMs: number) => ({ kind: "wait", untilMs });

describe("a batch that is ready", () => {
  test("is sent on a look of the last ten seconds, and after a new look otherwise", () => {
    const submit = { kind: "submit", action: "restart", ids: ["a", "b"] };
    expect(nextStep({ ...batched, seenMs: nowMs - 10_000 }, nowMs)).toEqual(submit);
    const old = { ...batched, seenMs: nowMs - 10_001, nextLookMs: nowMs };
    expect(nextStep(old, nowMs)).toEqual({ kind: "look" });
    expect(nextStep({ ...old, nextLookMs: nowMs + 1 }, nowMs)).toEqual(wait(nowMs + 1));
    expect(nextStep({ ...batched, nextLookMs: nowMs }, nowMs)).toEqual(submit);
  });

  test("waits for the end of a pause without looking, because the members wait only for their turn", () => {
    const held: Rollout = { ...batched, holdUntilMs: nowMs + 7_000, nextLookMs: nowMs, seenMs: beganMs };
    expect(nextStep(held, nowMs)).toEqual(wait(nowMs + 7_000));
    const waitingToo = inPhases({ a: { phase: queued("RUNNING") }, c: { phase: waiting("EXTENDING") } });
    expect(nextStep({ ...held, members: waitingToo.members }, nowMs)).toEqual({ kind: "look" });
  });

  test("has as many members as there is room for, and none before one is back", () => {
    const room = (maxUnavailable: number): Rollout => ({
      ...inPhases({ a: { phase: queued("RUNNING") }, b: { phase: queued("RUNNING") }, c: { phase: watching() } }, seen),
      batches: [["a", "b"]],
      settings: { ...batched.settings, maxUnavailable },
    });
    expect(nextStep(room(3), nowMs)).toMatchObject({ kind: "submit", ids: ["a", "b"] });
    expect(nextStep(room(2), nowMs)).toMatchObject({ kind: "submit", ids: ["a"] });
    expect(nextStep(room(1), nowMs)).toEqual(wait(nowMs + 500));
    const lost = { ...batched, lingering: [{ id: "z", isYetToLeave: false }] };
    const settings = { ...batched.settings, maxUnavailable: 1 };
    expect(nextStep({ ...lost, settings }, nowMs)).toEqual({
      kind: "close-run",
      ending: { kind: "unavailable", down: 1 },
    });
  });

  test("never holds an id of no wave", () => {
    expect(() => nextStep({ ...batched, batches: [["z"]] }, nowMs)).toThrow("a batch holds an id that is not a member");
  });

  test("may still leave once it is recorded, in the run's time and on a recent look", () => {
    const { runDeadlineMs } = batched.settings;
    expect(mayStillLeave({ ...batched, seenMs: runDeadlineMs }, runDeadlineMs - 1)).toBe(true);
    expect(mayStillLeave({ ...batched, seenMs: runDeadlineMs }, runDeadlineMs)).toBe(false);
    expect(mayStillLeave(batched, nowMs + 10_001)).toBe(false);
  });
});

describe("R4: when a time is over", () => {
  const overMs = beganMs + 20 * minuteMs;
  const { runDeadlineMs } = batched.settings;
  const deadline = { kind: "close-run", ending: { kind: "run-deadline", setting: undefined } };

  test("a member that is on its way gets one more look, and is then concluded", () => {
    const sent = inPhases({
      a: {
        phase: watching({
          seenAtMs: overMs,
          watchedUntilMs: overMs,
          leftAtMs: beganMs,
          relapses: 1,
          status: "RESTARTING",
        }),
      },
    });
    expect(nextStep({ ...sent, lookEndedMs: overMs - 1 }, overMs)).toEqual({ kind: "look" });
    expect(nextStep({ ...sent, lookEndedMs: overMs }, overMs)).toEqual({ kind: "close-overdue" });
    const withUnsent = inPhases(
      { a: { phase: waiting("EXTENDING") }, b: { phase: watching() } },
      { lookEndedMs: overMs - 1 },
    );
    expect(nextStep(withUnsent, overMs)).toEqual({ kind: "look" });
  });

  test("one that is not sent is concluded at once", () => {
    const unsent = inPhases({ a: { phase: waiting("EXTENDING") } }, { lookEndedMs: beganMs });
    expect(nextStep(unsent, overMs)).toEqual({ kind: "close-overdue" });
    expect(nextStep({ ...unsent, nextLookMs: overMs }, overMs - 1)).toEqual(wait(overMs));
  });

  test("the run ends, after one more look at what is on its way", () => {
    const sent = inPhases({ a: { phase: watching({ submittedAtMs: runDeadlineMs - 1 }) } });
    expect(nextStep({ ...sent, lookEndedMs: runDeadlineMs - 1 }, runDeadlineMs)).toEqual({ kind: "look" });
    expect(nextStep({ ...sent, lookEndedMs: runDeadlineMs }, runDeadlineMs)).toEqual(deadline);
    expect(nextStep(batched, runDeadlineMs)).toEqual(deadline);
    const named = { ...batched, settings: { ...batched.settings, runTimeSetting: "timeout" } };
    expect(nextStep(named, runDeadlineMs)).toMatchObject({ ending: { setting: "timeout" } });
  });

  test("a run that has an ending keeps it", () => {
    const ending = { kind: "unrecorded", reason: "the disk is full" } as const;
    const sent = inPhases({ a: { phase: watching() } }, { ending, ...seen });
    expect(nextStep(sent, nowMs)).toEqual(wait(nowMs + 500));
    expect(nextStep({ ...sent, lookEndedMs: runDeadlineMs }, runDeadlineMs)).toEqual({ kind: "close-run", ending });
    expect(nextStep({ ...batched, ending }, nowMs)).toEqual({ kind: "close-run", ending });
  });
});

describe("between waves", () => {
  const rested = inPhases({ a: { phase: finished() } });
  const between: Rollout = { ...rested, wave: 1, members: [], waves: [...rested.waves, ...rested.waves], failures: 1 };
  const allowing = (maxFailures: number, more: Partial<Rollout> = {}): Rollout => ({
    ...between,
    ...more,
    settings: { ...between.settings, maxFailures },
  });

  test("the next one begins after the pause, in the run's time, while not too many have failed", () => {
    expect(nextStep(rested, nowMs)).toEqual({ kind: "end-wave" });
    expect(nextStep(allowing(1), nowMs)).toEqual({ kind: "begin-wave" });
    expect(nextStep(allowing(0), nowMs)).toEqual({ kind: "close-run", ending: { kind: "failures", failures: 1 } });
    expect(nextStep(allowing(1, { holdUntilMs: nowMs + 1 }), nowMs)).toEqual(wait(nowMs + 1));
    expect(nextStep(allowing(1, { holdUntilMs: nowMs }), nowMs)).toEqual({ kind: "begin-wave" });
    const { runDeadlineMs } = between.settings;
    expect(nextStep(allowing(1, { holdUntilMs: runDeadlineMs + 9 }), nowMs)).toEqual(wait(runDeadlineMs));
    expect(nextStep(allowing(1), runDeadlineMs)).toMatchObject({ ending: { kind: "run-deadline" } });
    expect(nextStep(allowing(1, { ending: { kind: "stopped" } }), nowMs)).toMatchObject({
      ending: { kind: "stopped" },
    });
    expect(nextStep(allowing(1, { wave: 2 }), nowMs)).toEqual({ kind: "done" });
  });
});
