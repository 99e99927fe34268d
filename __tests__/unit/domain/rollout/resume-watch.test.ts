import { continuedWatch, resumeWatch } from "../../../../lib/domain/rollout/resume-watch";
import { concludeWatch, isWatchedThroughout, observeWatch } from "../../../../lib/domain/rollout/watch";
import { recordOf } from "../../../support/rollout/records";

const submittedAt = "2026-01-01T00:00:00.000Z";
const finishedAt = "2026-01-01T00:00:10.000Z";
const open = { result: "unknown", submittedAt, finishedAt, leftAt: "" } as const;
const rules = { minReadyMs: 0, blindAfterMs: 60_000, unbrokenMs: 60_000 };
const later = Date.parse("2026-01-01T01:00:00.000Z");

describe("resumeWatch", () => {
  test("an instance that an earlier run saw leave need not leave again", () => {
    const watch = resumeWatch("restart", recordOf({ ...open, status: "RESTARTING", leftAt: finishedAt }));
    expect(observeWatch(watch, "RUNNING", later, rules)).toMatchObject({
      kind: "proven",
      reason: "left RUNNING and is RUNNING again",
      watch: { leftAtMs: Date.parse(finishedAt), submittedAtMs: Date.parse(submittedAt) },
    });
  });

  test("an instance that was not seen to leave has to leave", () => {
    const watch = resumeWatch("restart", recordOf({ ...open, status: "RUNNING" }));
    expect(observeWatch(watch, "RUNNING", later, rules).kind).toBe("watching");
    const left = observeWatch(watch, "RESTARTING", later, rules).watch;
    expect(observeWatch(left, "RUNNING", later + 1_000, rules).kind).toBe("proven");
  });

  test("P6: a restart without a known call is not proven by any look", () => {
    let watch = resumeWatch("restart", recordOf({ ...open, status: "", submittedAt: "", finishedAt: "" }));
    for (const status of ["EXTENDING", "RUNNING", "RESTARTING", "RUNNING"]) {
      const verdict = observeWatch(watch, status, later, rules);
      expect(verdict.kind).toBe("watching");
      watch = verdict.watch;
    }
  });

  test.each([
    ["last seen RESTARTING", { status: "RESTARTING" }],
    ["seen to leave", { status: "RUNNING", leftAt: finishedAt }],
  ])("P6: nor is one whose instance was %s in the run that looked it up", (_, seen) => {
    const watch = resumeWatch("restart", recordOf({ ...open, submittedAt: "", ...seen }));
    expect(watch.leftAtMs).toBeUndefined();
    expect(observeWatch(watch, "RUNNING", later, rules).kind).toBe("watching");
  });

  test("an unhealthy instance that was not seen to leave has to leave ERROR", () => {
    const watch = resumeWatch("restart", recordOf({ ...open, status: "ERROR" }));
    expect(observeWatch(watch, "ERROR", later, rules).kind).toBe("watching");
    expect(observeWatch(watch, "RUNNING", later, rules).kind).toBe("watching");
    const left = observeWatch(watch, "RESTARTING", later, rules).watch;
    expect(observeWatch(left, "RUNNING", later + 1_000, rules)).toMatchObject({
      kind: "proven",
      reason: "left ERROR and is RUNNING again",
    });
  });

  test.each(["EXTENDING", "HIBERNATING"])("an instance last seen %s has not left: that is another word", (status) => {
    const watch = resumeWatch("restart", recordOf({ ...open, status }));
    expect(watch).toMatchObject({ leftAtMs: undefined, before: "RUNNING" });
    expect(observeWatch(watch, "RUNNING", later, rules).kind).toBe("watching");
  });

  test.each([
    ["RUNNING", ["RUNNING", "UPGRADING"], ["UPGRADING"]],
    ["RUNNING", ["ERROR", "RUNNING"], ["ERROR"]],
    ["ERROR", ["RUNNING", "ERROR"], ["RUNNING"]],
  ])("P5: an instance in %s that has shown %j may have restarted behind that", (status, wordsSeen, otherWords) => {
    const watch = resumeWatch("restart", recordOf({ ...open, status, wordsSeen }));
    expect(watch).toMatchObject({ before: status, otherWords });
    const soonMs = Date.parse(finishedAt) + 1_000;
    const seen = observeWatch(watch, "RUNNING", soonMs, rules).watch;
    expect(concludeWatch(seen, { kind: "timeout", overAtMs: soonMs }, rules)).toMatchObject({
      result: "unknown",
      reason: expect.stringContaining(otherWords.join(", ")) as string,
    });
  });

  test("an instance that was last seen RESTARTING has left, though no time was recorded", () => {
    const watch = resumeWatch("restart", recordOf({ ...open, status: "RESTARTING" }));
    expect(watch.leftAtMs).toBe(Date.parse(finishedAt));
    expect(observeWatch(watch, "RUNNING", later, rules).kind).toBe("proven");
    expect(observeWatch(watch, "ERROR", later, rules).kind).toBe("failed");
  });

  test("an instance that had left and ended in ERROR is not proven by being RUNNING now", () => {
    const watch = resumeWatch("restart", recordOf({ ...open, status: "ERROR", leftAt: finishedAt }));
    expect(observeWatch(watch, "RUNNING", later, rules)).toMatchObject({
      kind: "failed",
      reason: "it ended in ERROR, and is RUNNING now",
      watch: { status: "RUNNING" },
    });
    expect(observeWatch(watch, "ERROR", later, rules)).toMatchObject({ kind: "failed", reason: "it ended in ERROR" });
  });

  test("the time between two runs is a break in watching", () => {
    const watch = resumeWatch("restart", recordOf({ ...open, status: "RUNNING" }));
    expect(observeWatch(watch, "RUNNING", later, rules).watch.watchedUntilMs).toBe(Date.parse(finishedAt));
    const soon = Date.parse(finishedAt) + 30_000;
    expect(observeWatch(watch, "RUNNING", soon, rules).watch.watchedUntilMs).toBe(soon);
  });

  test.each([
    ["agree", 90_000, true],
    ["agree to within seconds, as the service tells its time to the second", 94_000, true],
    ["differ by a minute", 30_000, false],
    ["differ by ten minutes", 690_000, false],
    ["cannot be compared now", undefined, false],
  ])("P5: the looks of an earlier run whose clock and this one %s", (_, aheadMs, counts) => {
    const calledAt = new Date(Date.parse(submittedAt) + 90_000).toISOString();
    const watch = resumeWatch("restart", recordOf({ ...open, status: "RUNNING", calledAt }));
    const soon = Date.parse(finishedAt) + 30_000;
    const seen = observeWatch(continuedWatch(watch, aheadMs), "RUNNING", soon, rules).watch;
    expect(isWatchedThroughout(seen)).toBe(counts);
    const end = { kind: "timeout", overAtMs: soon } as const;
    expect(concludeWatch(seen, end, rules).result).toBe(counts ? "failed" : "unknown");
    // Later looks of the same run do not close the break.
    const next = observeWatch(continuedWatch(seen, 90_000), "RUNNING", soon + 1_000, rules).watch;
    expect(isWatchedThroughout(next)).toBe(counts);
  });

  test("P5: a record whose end had to be later than its watch tells how long that was", () => {
    const record = recordOf({
      ...open,
      status: "RUNNING",
      finishedAt: "2026-01-01T00:10:00.001Z",
      watchedUntil: finishedAt,
    });
    expect(resumeWatch("restart", record).watchedUntilMs).toBe(Date.parse(finishedAt));
  });

  test("P5: the looks of an earlier run do not count if the time of its call by the service's clock is not known", () => {
    const watch = continuedWatch(resumeWatch("restart", recordOf({ ...open, status: "RUNNING" })), 0);
    const soon = Date.parse(finishedAt) + 30_000;
    expect(isWatchedThroughout(observeWatch(watch, "RUNNING", soon, rules).watch)).toBe(false);
  });

  test("a frozen instance that is to be deleted has not left as long as it is frozen", () => {
    const watch = resumeWatch("delete", recordOf({ ...open, action: "delete", status: "FROZEN" }));
    expect(observeWatch(watch, "FROZEN", later, rules).watch.leftAtMs).toBeUndefined();
  });

  test("an accepted call stays accepted", () => {
    expect(resumeWatch("restart", recordOf({ ...open, accepted: true })).acceptance).toBe("accepted");
    expect(resumeWatch("restart", recordOf({ ...open, accepted: false })).acceptance).toBe("unknown");
  });

  test("without a record, or with one that says nothing, it starts from nothing", () => {
    const nothing = {
      submittedAtMs: 0,
      watchedUntilMs: 0,
      leftAtMs: undefined,
      before: "RUNNING",
      acceptance: "unknown",
    };
    expect(resumeWatch("restart", undefined)).toMatchObject(nothing);
    const empty = recordOf({ status: "", submittedAt: "", leftAt: "", finishedAt: "", accepted: false });
    expect(resumeWatch("restart", empty)).toMatchObject(nothing);
  });
});

test("an action of which nothing is known was not seen to leave", () => {
  for (const action of ["restart", "delete"] as const) {
    expect(resumeWatch(action, undefined)).toMatchObject({
      ...{ action, acceptance: "unknown", before: "RUNNING", status: "", wasFaulty: false },
      ...{ submittedAtMs: 0, calledAtMs: 0, seenAtMs: 0, watchedUntilMs: 0, leftAtMs: undefined },
    });
  }
});

test("a deletion that was last seen under way has left, with any word", () => {
  const record = recordOf({ action: "delete", result: "unknown", status: "DELETING", leftAt: "" });
  const finishedMs = Date.parse(record.finishedAt);
  expect(resumeWatch("delete", record)).toMatchObject({ leftAtMs: finishedMs, before: "RUNNING" });
  expect(resumeWatch("delete", { ...record, status: "ERROR" })).toMatchObject({ leftAtMs: undefined, before: "ERROR" });
  const left = { ...record, status: "ERROR", leftAt: "2026-01-01T00:00:02.000Z" };
  expect(resumeWatch("delete", left)).toMatchObject({ leftAtMs: Date.parse(left.leftAt), before: "RUNNING" });
});
