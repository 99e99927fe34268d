import type { ActionRecord } from "../../../../lib/domain/action-record";
import { downCount, failureCount, mayBeDown } from "../../../../lib/domain/rollout/budget";
import {
  finished,
  inPhases,
  type InPhase,
  queued,
  sendingPhase,
  waiting,
  watching,
} from "../../../support/rollout/in-phases";

const ended = (record: Partial<ActionRecord>, verb: "restart" | "verify" = "restart"): InPhase => ({
  phase: finished(record),
  target: { verb },
});
const unanswered = (record: Partial<ActionRecord>): InPhase => ({ phase: finished(record, { isUnanswered: true }) });
const unknown = { result: "unknown", leftAt: "" } as const;
const leftAt = "2026-01-01T00:00:02.000Z";

describe("R6, R7: the unsuccessful members", () => {
  test.each<readonly [string, InPhase, number]>([
    ["one that waits", { phase: waiting("EXTENDING") }, 0],
    ["one that is watched", { phase: watching() }, 0],
    ["a success", ended({}), 0],
    ["one that was not started", ended({ result: "not_started" }), 0],
    ["one that failed", ended({ result: "failed" }), 1],
    ["one that was in ERROR before and after", ended({ result: "failed", status: "ERROR", wasFaulty: true }), 0],
    [
      "a deletion of one that was in ERROR before and after",
      ended({ action: "delete", result: "failed", status: "ERROR", wasFaulty: true }),
      0,
    ],
    [
      "an unanswered restart of one that was in ERROR before and after",
      unanswered({ result: "failed", status: "ERROR", wasFaulty: true }),
      1,
    ],
    [
      "an unanswered deletion of one that was in ERROR before and after",
      unanswered({ action: "delete", result: "failed", status: "ERROR", wasFaulty: true }),
      1,
    ],
    ["one whose status prevented its call until its time was over", unanswered({ result: "not_started" }), 0],
    ["a deletion that left one in ERROR", ended({ action: "delete", result: "failed", status: "ERROR" }), 1],
    ["one whose end was not seen", ended(unknown), 1],
    ["one of an earlier run that was not seen to leave", ended(unknown, "verify"), 0],
    ["one of an earlier run that was seen to leave", ended({ ...unknown, leftAt }, "verify"), 1],
    ["one of an earlier run that failed", ended({ result: "failed", leftAt: "" }, "verify"), 1],
  ])("%s", (_, member, count) => {
    expect(failureCount(inPhases({ a: member, b: { phase: queued("RUNNING") } }))).toBe(count);
    expect(failureCount(inPhases({ a: member }, { failures: 2 }))).toBe(2 + count);
  });
});

describe("R1: the members that may be down because of the run", () => {
  test.each<readonly [string, InPhase, boolean]>([
    ["a success", ended({}), false],
    ["one whose end was not seen", ended(unknown), true],
    ["one of an earlier run that was not seen to leave", ended(unknown, "verify"), false],
    ["one that failed on its way", ended({ result: "failed", status: "RESTARTING" }), true],
    [
      "one that failed on its way, and not because of a call",
      ended({ result: "failed", status: "EXTENDING", accepted: false }),
      false,
    ],
    ["one that failed and rests", ended({ result: "failed", status: "ERROR" }), false],
    ["a success that is on its way again", ended({ status: "RESTARTING" }), false],
  ])("%s", (_, member, isDown) => {
    const rollout = inPhases({ a: member });
    expect(mayBeDown(rollout.members[0]!)).toBe(isDown);
    expect(downCount(rollout)).toBe(isDown ? 1 : 0);
  });

  test("are those on their way as well, and those that earlier waves have left", () => {
    const rollout = inPhases({
      a: { phase: sendingPhase() },
      b: { phase: watching() },
      c: { phase: queued("RUNNING") },
      d: { phase: waiting("EXTENDING") },
    });
    expect(downCount(rollout)).toBe(2);
    expect(downCount({ ...rollout, lingering: [{ id: "z", isYetToLeave: false }] })).toBe(3);
  });
});
