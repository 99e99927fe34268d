import { waveEnded } from "../../../../lib/domain/rollout/closings";
import { changeIds, newlyFinished, newlyLeft, statusOf } from "../../../../lib/domain/rollout/members";
import type { OpenPhase } from "../../../../lib/domain/rollout/rollout";
import {
  beganMs,
  finished,
  inPhases,
  queued,
  sendingPhase,
  waiting,
  watching,
} from "../../../support/rollout/in-phases";

const leftAtMs = beganMs + 1_000;
const ids = (records: readonly { readonly instanceId: string }[]): readonly string[] =>
  records.map(({ instanceId }) => instanceId);

describe("the members that an event has finished", () => {
  const before = inPhases({
    a: { phase: finished({ instanceId: "a" }) },
    b: { phase: watching() },
    c: { phase: queued("RUNNING") },
  });
  const after = inPhases({
    a: { phase: finished({ instanceId: "a" }) },
    b: { phase: finished({ instanceId: "b" }) },
    c: { phase: queued("RUNNING") },
  });

  test("are those that were open before it", () => {
    expect(ids(newlyFinished(before, after))).toEqual(["b"]);
    expect(newlyFinished(after, after)).toEqual([]);
    expect(newlyFinished(before, before)).toEqual([]);
  });

  test("are among the records of the wave that it has ended, behind those of earlier waves", () => {
    const all = inPhases({
      a: { phase: finished({ instanceId: "a" }) },
      b: { phase: finished({ instanceId: "b" }) },
      c: { phase: finished({ instanceId: "c" }) },
    });
    expect(ids(newlyFinished(before, waveEnded(all, beganMs)))).toEqual(["b", "c"]);
    const earlier = { ...before, finished: [{ ...newlyFinished(before, after)[0]!, instanceId: "earlier" }] };
    const ended = waveEnded({ ...all, finished: earlier.finished }, beganMs);
    expect(ids(newlyFinished(earlier, ended))).toEqual(["b", "c"]);
  });
});

describe("the members that an event has shown to leave", () => {
  test("are those that no look had seen to leave before", () => {
    const before = inPhases({
      a: { phase: watching() },
      b: { phase: watching({ leftAtMs }) },
      c: { phase: watching() },
      d: { phase: sendingPhase() },
      e: { phase: queued("RUNNING") },
    });
    const after = inPhases({
      a: { phase: watching({ leftAtMs }) },
      b: { phase: watching({ leftAtMs }) },
      c: { phase: watching() },
      d: { phase: sendingPhase({ leftAtMs }) },
      e: { phase: watching({ leftAtMs }) },
    });
    expect(newlyLeft(before, after)).toEqual(["a", "d", "e"]);
    expect(newlyLeft(after, after)).toEqual([]);
    expect(newlyLeft({ ...before, members: [] }, after)).toEqual([]);
  });
});

describe("a change", () => {
  const rollout = inPhases({
    a: { phase: finished() },
    b: { phase: queued("RUNNING") },
    c: { phase: queued("ERROR") },
  });
  const toWaiting = (): OpenPhase => waiting("EXTENDING") as OpenPhase;

  test("is made for the open members that it names, and for no other id", () => {
    const changed = changeIds(rollout, ["a", "b", "of no wave"], toWaiting);
    expect(changed.map(({ phase }) => phase.kind)).toEqual(["finished", "waiting", "queued"]);
    expect(changed[0]).toBe(rollout.members[0]);
  });

  test("that comes to the same leaves the member itself", () => {
    expect(changeIds(rollout, ["b"], (_, phase) => phase)[1]).toBe(rollout.members[1]);
  });
});

test("the status of a member is the one that was last seen of it", () => {
  const seen = { status: "RESTARTING" };
  const phases = [queued("ERROR"), waiting("EXTENDING"), sendingPhase(seen), watching(seen)];
  expect(phases.map((phase) => statusOf(phase as OpenPhase))).toEqual([
    "ERROR",
    "EXTENDING",
    "RESTARTING",
    "RESTARTING",
  ]);
});
