import { createRollout, noWord, type Rollout } from "../../../../lib/domain/rollout/rollout";
import { overdueClosed, runClosed, stopAsked, waveBegun, waveEnded } from "../../../../lib/domain/rollout/closings";
import { looked } from "../../../../lib/domain/rollout/looks";
import { recordsSoFar } from "../../../../lib/domain/rollout/records";
import { sending } from "../../../../lib/domain/rollout/sends";
import { nextStep } from "../../../../lib/domain/rollout/step";
import { beganMs, type InPhase, inPhases, sendingPhase, waiting, watching } from "../../../support/rollout/in-phases";
import { inWaves, minuteMs, usualSettings } from "../../../support/rollout/run";

const nowMs = 1_000_000;
const running = new Map(Array.from("abcd").map((id) => [id, "RUNNING"]));

/** Two waves of two, the first of them begun and looked at. */
function begun(): Rollout {
  const settings = { ...usualSettings, runDeadlineMs: nowMs + 60 * minuteMs };
  const rollout = createRollout(inWaves(Array.from("abcd"), 2), settings, new Map(), new Map());
  return looked(waveBegun(rollout, nowMs), running, nowMs);
}

describe("overdueClosed", () => {
  test("leaves members whose time is not over", () => {
    const rollout = begun();
    expect(overdueClosed(rollout, nowMs + 20 * minuteMs - 1)).toEqual(rollout);
  });

  test("leaves the batches of members that wait for their turn, when one that was sent is concluded", () => {
    const sent = sending(begun(), ["a"], nowMs - 20 * minuteMs);
    const closed = overdueClosed({ ...sent, batches: [["b"]] }, nowMs);
    expect(closed.members.map(({ phase }) => phase.kind)).toEqual(["finished", "queued"]);
    expect(closed.batches).toEqual([["b"]]);
  });

  test("leaves no batch where the time of those that wait for their turn is over", () => {
    expect(begun().batches).toEqual([["a", "b"]]);
    expect(overdueClosed(begun(), nowMs + 20 * minuteMs).batches).toEqual([]);
  });

  test("leaves no concluded member in a batch: no call is sent after the end of the time", () => {
    const later = nowMs + 20 * minuteMs;
    const closed = overdueClosed(sending(begun(), ["a"], nowMs + 1), later);
    expect(closed.members.map(({ phase }) => phase.kind)).toEqual(["sending", "finished"]);
    expect(closed.batches).toEqual([]);
  });
});

describe("R7: a member whose time is over", () => {
  const refusal = { ...noWord, reason: "the service refused the call", submittedAtMs: beganMs };
  const lost = { acceptance: "unknown", before: "ERROR" } as const;

  test.each<readonly [string, InPhase["phase"], boolean]>([
    ["is answered where its call was accepted", watching({ before: "ERROR" }), false],
    ["is answered where a look saw the effect of its call", watching({ ...lost, leftAtMs: beganMs + 1 }), false],
    ["is answered where its call was refused for it", waiting("ERROR", { ...refusal, isOwn: true }), false],
    ["is unanswered where every call was refused", waiting("ERROR", { ...refusal, isOwn: false }), true],
    ["is unanswered where the answer was lost", watching(lost), true],
    ["is unanswered where its call is on its way", sendingPhase(lost), true],
  ])("%s", (_, phase, isUnanswered) => {
    const [member] = overdueClosed(inPhases({ a: { phase } }), beganMs + 20 * minuteMs).members;
    expect(member?.phase).toMatchObject({ kind: "finished", isUnanswered });
  });
});

describe("runClosed", () => {
  test("leaves a record of every member, in planned order, and nothing to do", () => {
    const closed = runClosed(sending(begun(), ["a"], nowMs), { kind: "stopped" }, nowMs + 1);
    const records = [...recordsSoFar(closed, nowMs + 2).values()];
    expect(records.map(({ instanceId, result }) => [instanceId, result])).toEqual([
      ["a", "unknown"],
      ["b", "not_started"],
      ["c", "not_started"],
      ["d", "not_started"],
    ]);
    expect(nextStep(closed, nowMs + 2)).toEqual({ kind: "done" });
    expect(closed).toMatchObject({ members: [], batches: [], ending: { kind: "stopped" } });
  });
});

describe("waveEnded", () => {
  const ended = (): Rollout =>
    waveEnded(overdueClosed(sending(begun(), ["a"], nowMs + 1), nowMs + 21 * minuteMs), nowMs + 1);

  test("keeps the records, counts what was unsuccessful, and leaves no member and no batch", () => {
    expect(ended()).toMatchObject({ wave: 1, members: [], batches: [], failures: 2 });
    expect(ended().finished.map(({ instanceId }) => instanceId)).toEqual(["a", "b"]);
    expect(ended().lingering).toEqual([{ id: "a", isYetToLeave: false }]);
  });

  test("holds the next call for the pause, and no less than the service asked for", () => {
    const { settings } = begun();
    const paused = { ...begun(), settings: { ...settings, pauseBetweenMs: 1_000 } };
    expect(waveEnded(paused, nowMs).holdUntilMs).toBe(nowMs + 1_000);
    expect(waveEnded({ ...paused, holdUntilMs: nowMs + 5_000 }, nowMs).holdUntilMs).toBe(nowMs + 5_000);
  });
});

describe("nextStep", () => {
  test("answers the same as long as nothing happens", () => {
    expect(nextStep(begun(), nowMs)).toEqual(nextStep(begun(), nowMs));
    expect(nextStep(begun(), nowMs)).toEqual({ kind: "submit", action: "restart", ids: ["a", "b"] });
  });

  test("never waits for a time that is not ahead", () => {
    const sent = sending(begun(), ["a", "b"], nowMs);
    const step = nextStep(sent, nowMs);
    expect(step).toEqual({ kind: "wait", untilMs: nowMs + 500 });
  });

  test("closes a run that is asked to stop, in any state", () => {
    expect(nextStep(stopAsked(begun()), nowMs)).toEqual({ kind: "close-run", ending: { kind: "stopped" } });
  });

  test("ends a wave whose members are all finished before the next one begins", () => {
    const closed = overdueClosed(begun(), nowMs + 20 * minuteMs);
    expect(nextStep(closed, nowMs + 20 * minuteMs)).toEqual({ kind: "end-wave" });
    const ended = waveEnded(closed, nowMs + 20 * minuteMs);
    expect(nextStep(ended, nowMs + 20 * minuteMs)).toMatchObject({ kind: "close-run", ending: { kind: "failures" } });
  });
});
