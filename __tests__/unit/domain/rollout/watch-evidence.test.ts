import type { Evidence } from "../../../../lib/domain/rollout/task-evidence";
import {
  concludeWatch,
  heedEvidence,
  isRecorded,
  isYetToLeave,
  type Watch,
} from "../../../../lib/domain/rollout/watch";
import { beganMs, watchOf } from "../../../support/rollout/in-phases";

const rules = { minReadyMs: 0, blindAfterMs: 60_000, unbrokenMs: 60_000 };
const endedAtMs = beganMs + 100_000;
const seenAtMs = beganMs + 200_000;
const task = {
  ...{ id: "task-1", name: "restartInstance", userName: "alice", status: "SUCCESS" },
  createdAt: new Date(beganMs + 1_000).toISOString(),
  updatedAt: new Date(endedAtMs).toISOString(),
};
const restarted: Evidence = { kind: "restarted", task, text: "the service shows its restart" };
const failed: Evidence = { kind: "failed", task, text: "the service tells that it failed" };
const underWay: Evidence = { kind: "under-way", task, text: "the service tells that it is under way" };
const unclear: Evidence = { kind: "unclear", text: "the service shows something", isUnderWay: false };
const unclearYet: Evidence = { ...unclear, isUnderWay: true };
const earlier: Evidence = { kind: "none", text: "restarted before" };
const none: Evidence = { kind: "none", text: "" };

/** RUNNING at the call, and in every look since. */
const still = watchOf({ acceptance: "unknown", status: "RUNNING", seenAtMs, watchedUntilMs: seenAtMs });
const heed = (watch: Watch, evidence: Evidence, minReadyMs = 0, aheadMs = 0) =>
  heedEvidence(watch, evidence, aheadMs, { ...rules, minReadyMs });

describe("P7: what the service records about a restart that looks have not shown", () => {
  test("proves it, once RUNNING has lasted; it counts as accepted", () => {
    const verdict = heed(still, restarted);
    expect(verdict).toMatchObject({ kind: "proven", reason: "the service shows its restart; it is RUNNING" });
    expect(verdict.watch).toMatchObject({ acceptance: "accepted", evidence: restarted });
    for (const status of ["RESTARTING", "ERROR", "FROZEN"]) {
      expect(heed({ ...still, status }, restarted)).toMatchObject({
        kind: "watching",
        watch: { acceptance: "accepted" },
      });
    }
  });

  test("counts RUNNING from the end of the restart on, by the clock of the looks, where every look showed RUNNING", () => {
    const stoodMs = seenAtMs - endedAtMs;
    expect(heed(still, restarted, stoodMs).kind).toBe("proven");
    expect(heed(still, restarted, stoodMs + 1)).toMatchObject({ kind: "watching", watch: { readySinceMs: endedAtMs } });
    expect(heed(still, restarted, stoodMs + 5_000, 5_000).kind).toBe("proven");
    expect(heed(still, restarted, stoodMs + 5_001, 5_000).kind).toBe("watching");
  });

  test("counts RUNNING from the last look on, where a look missed or showed something else, or the restart ends later", () => {
    const lookedAt = { kind: "watching", watch: { readySinceMs: seenAtMs } };
    expect(heed({ ...still, watchedUntilMs: seenAtMs - 1 }, restarted, 1)).toMatchObject(lookedAt);
    expect(heed({ ...still, before: "ERROR" }, restarted, 1)).toMatchObject(lookedAt);
    expect(heed(still, restarted, 1, -100_001)).toMatchObject(lookedAt);
    expect(heed(still, restarted, 1, -100_000)).toMatchObject(lookedAt);
    expect(heed(still, restarted, 1, -99_999)).toMatchObject({ kind: "proven" });
  });

  test("disproves it", () => {
    expect(heed(still, failed)).toMatchObject({ kind: "failed", reason: failed.text, watch: { evidence: failed } });
  });

  test.each([underWay, unclear, earlier, none])("else lets it be watched on: %j", (evidence) => {
    expect(heed(still, evidence)).toEqual({ kind: "watching", watch: { ...still, evidence } });
  });

  test("says whether the instance may be yet to leave: while it is under way and was not seen to leave", () => {
    const told = [underWay, unclearYet, unclear, restarted, failed, none];
    expect(told.map((evidence) => isYetToLeave({ ...still, evidence }))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(told.some((evidence) => isYetToLeave({ ...still, evidence, leftAtMs: seenAtMs }))).toBe(false);
    expect(isYetToLeave(still)).toBe(false);
    expect(told.map((evidence) => isRecorded({ ...still, evidence }))).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
    expect(isRecorded(still)).toBe(false);
  });
});

describe("T5, P7: at the end of its time, a restart that was not seen", () => {
  const end = { kind: "timeout", overAtMs: seenAtMs } as const;
  const neverLeft = "the service may not have received the call, and it never left RUNNING";
  const conclude = (watch: Watch) => concludeWatch(watch, end, rules);

  test.each([
    ["failed", undefined, neverLeft],
    ["failed", none, neverLeft],
    ["failed", earlier, `${neverLeft}; restarted before`],
    ["failed", failed, `${neverLeft}; the service tells that it failed`],
    ["unknown", underWay, `${neverLeft}; the service tells that it is under way`],
    ["unknown", unclear, `${neverLeft}; the service shows something`],
  ] as const)("is %s with %j", (result, evidence, reason) => {
    expect(conclude({ ...still, evidence })).toEqual({ result, reason });
  });

  test("in ERROR has failed, with any records", () => {
    const broken = { ...still, status: "ERROR", watchedUntilMs: beganMs };
    expect(conclude({ ...broken, evidence: unclear })).toEqual({
      result: "failed",
      reason: "it is ERROR; the service shows something",
    });
  });

  test("is still under way, where the service records its end and RUNNING does not stand", () => {
    expect(conclude({ ...still, status: "RESTARTING", evidence: restarted })).toMatchObject({ result: "unknown" });
    expect(conclude({ ...still, status: "EXTENDING", evidence: restarted }).reason).toBe(
      "still EXTENDING; the service shows its restart",
    );
  });

  test("says what looks and records have both shown once", () => {
    const left = { ...still, status: "RESTARTING", leftAtMs: beganMs + 2_000 };
    expect(conclude({ ...left, evidence: underWay })).toEqual({ result: "unknown", reason: "still RESTARTING" });
    expect(conclude({ ...left, evidence: unclear }).reason).toBe("still RESTARTING; the service shows something");
  });

  test("that was seen to leave has failed where looks prove it, with any records", () => {
    const relapsed = { ...still, status: "RESTARTING", leftAtMs: beganMs + 2_000, relapses: 1 };
    expect(conclude({ ...relapsed, evidence: unclear }).result).toBe("failed");
    expect(conclude({ ...relapsed, evidence: restarted }).result).toBe("failed");
  });
});

describe("a watch that is cut off", () => {
  const cut = (watch: Watch, afterMs: number) =>
    concludeWatch(watch, { kind: "cut", nowMs: watch.seenAtMs + afterMs }, rules);

  test("names the last status as long as looks were not too far apart", () => {
    expect(cut(still, 60_000)).toEqual({ result: "unknown", reason: "not yet seen to leave RUNNING" });
    expect(cut(still, 60_001)).toEqual({
      result: "unknown",
      reason: "its status could not be read lately, last status RUNNING",
    });
    expect(cut({ ...still, status: "" }, 60_001).reason).toContain("last status unknown");
  });

  test("names the other words that it saw", () => {
    expect(cut({ ...still, status: "EXTENDING", otherWords: ["EXTENDING"] }, 0).reason).toBe(
      "it was seen RUNNING, EXTENDING and is EXTENDING, and not yet RESTARTING",
    );
  });
});
