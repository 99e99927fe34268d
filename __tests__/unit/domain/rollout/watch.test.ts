import type { Action } from "../../../../lib/domain/instance";
import {
  concludeWatch,
  observeWatch,
  startWatch,
  type Verdict,
  type Watch,
  type WatchEnd,
  type WatchStart,
} from "../../../../lib/domain/rollout/watch";

const rules = { minReadyMs: 0, blindAfterMs: 60_000, unbrokenMs: 60_000 };
const submittedAtMs = 1_000_000;

function watchOf(action: Action = "restart", more: Partial<WatchStart> = {}): Watch {
  return startWatch({ action, acceptance: "accepted", before: "RUNNING", submittedAtMs, calledAtMs: 0, ...more });
}

/** The verdict after looks of these statuses, ten seconds apart unless a look says when it was. */
function observe(
  looks: readonly (string | { readonly status: string; readonly atMs: number })[],
  start = watchOf(),
  minReadyMs = 0,
): Verdict {
  let verdict: Verdict = { kind: "watching", watch: start };
  looks.forEach((look, index) => {
    expect(verdict.kind).toBe("watching");
    const [status, atMs] = typeof look === "string" ? [look, (index + 1) * 10_000] : [look.status, look.atMs];
    verdict = observeWatch(verdict.watch, status, submittedAtMs + atMs, { ...rules, minReadyMs });
  });
  return verdict;
}

/** `timeout`: its time was over `afterMs` after the call. `cut`: the run ended then. */
function conclude(watch: Watch, kind: WatchEnd["kind"], afterMs: number): { result: string; reason: string } {
  const atMs = submittedAtMs + afterMs;
  return concludeWatch(watch, kind === "cut" ? { kind, nowMs: atMs } : { kind, overAtMs: atMs }, rules);
}

describe("P1: a restart is proven", () => {
  test("when it was seen to leave RUNNING and to come back", () => {
    expect(observe(["RESTARTING", "RUNNING"])).toMatchObject({
      kind: "proven",
      reason: "left RUNNING and is RUNNING again",
      watch: { leftAtMs: submittedAtMs + 10_000 },
    });
  });

  test("not by RUNNING alone, after any number of looks", () => {
    expect(observe(Array.from({ length: 100 }, () => "RUNNING"))).toMatchObject({ kind: "watching" });
  });

  test("of an unhealthy instance when it left ERROR and is RUNNING", () => {
    const start = watchOf("restart", { before: "ERROR" });
    expect(observe(["ERROR", "RESTARTING", "RUNNING"], start).kind).toBe("proven");
    expect(observe(["ERROR", "ERROR"], start).kind).toBe("watching");
  });

  test("only after it stayed RUNNING for minReadyMs", () => {
    expect(observe(["RESTARTING", "RUNNING", "RUNNING"], watchOf(), 10_001).kind).toBe("watching");
    expect(observe(["RESTARTING", "RUNNING", "RUNNING"], watchOf(), 10_000).kind).toBe("proven");
  });

  test("only if it stayed without a break: if it leaves again, the time starts again", () => {
    const verdict = observe(["RESTARTING", "RUNNING", "RESTARTING", "RUNNING", "RUNNING"], watchOf(), 15_000);
    expect(verdict).toMatchObject({ kind: "watching", watch: { relapses: 1, readySinceMs: submittedAtMs + 40_000 } });
  });

  test("not by two looks at RUNNING with a long time between them", () => {
    const looks = ["RESTARTING", "RUNNING", { status: "RUNNING", atMs: 100_000 }];
    expect(observe(looks, watchOf(), 30_000)).toMatchObject({
      kind: "watching",
      watch: { readySinceMs: submittedAtMs + 100_000 },
    });
  });
});

/** The service's documented words for other operations, and words that it does not document. */
const otherWords = [
  ...["CREATING", "STARTING", "CLOSING", "EXTENDING", "SHRINKING", "CONFIGURING", "UPGRADING", "ROLLBACK", "FREEZING"],
  ...["VOLUMETYPECHANGING", "DELETING", "HIBERNATING", "Restarting", "running", ""],
];

describe("P1: the words of other operations prove nothing", () => {
  test.each(otherWords)(
    "%j before RUNNING: whether it restarted is not known, and the reason lists the words seen",
    (word) => {
      const { kind, watch } = observe([word, "RUNNING", "RUNNING"]);
      expect({ kind, leftAtMs: watch.leftAtMs }).toEqual({ kind: "watching", leftAtMs: undefined });
      expect(conclude(watch, "timeout", 30_000)).toEqual({
        result: "unknown",
        reason:
          `it was seen RUNNING, ${word} and is RUNNING, and never RESTARTING, but other operations may hide a restart, ` +
          "so it is not known whether it restarted; it is not sent again unless restart_triggers change",
      });
      expect(conclude(watch, "cut", 30_000)).toEqual({
        result: "unknown",
        reason: `it was seen RUNNING, ${word} and is RUNNING, and not yet RESTARTING`,
      });
    },
  );

  test.each(otherWords)("%j after RESTARTING does not weaken the proof", (word) => {
    expect(observe(["RESTARTING", word, "RUNNING"]).kind).toBe("proven");
  });

  test.each(otherWords)("%j before RESTARTING neither", (word) => {
    expect(observe([word, "RESTARTING", "RUNNING"]).kind).toBe("proven");
  });

  test("an instance in ERROR that comes back by itself was not restarted", () => {
    const start = watchOf("restart", { before: "ERROR" });
    const { kind, watch } = observe(["ERROR", "RUNNING", "RUNNING"], start);
    expect(kind).toBe("watching");
    expect(conclude(watch, "timeout", 30_000).result).toBe("unknown");
  });

  test("an instance that breaks without RESTARTING is watched to the end of its time, for the restart may be about to begin", () => {
    expect(observe(["ERROR", "RESTARTING", "RUNNING"]).kind).toBe("proven");
    const { kind, watch } = observe(["ERROR", "ERROR"]);
    expect(kind).toBe("watching");
    expect(conclude(watch, "timeout", 20_000)).toEqual({ result: "failed", reason: "it is ERROR" });
  });
});

describe("P2: a restart has failed", () => {
  test("when it left and is in ERROR", () => {
    expect(observe(["RESTARTING", "ERROR"])).toMatchObject({ kind: "failed", reason: "it ended in ERROR" });
  });

  test.each([
    ["FROZEN", "it ended in FROZEN, which it does not leave by itself"],
    ["EXTENDEDFAILED", "it ended in EXTENDEDFAILED, which it does not leave by itself"],
    ["DELETED", "it no longer exists"],
    ["RECYCLE", "it no longer exists"],
  ])("when it is %s, whether it left or not", (status, reason) => {
    expect(observe(["RESTARTING", status])).toMatchObject({ kind: "failed", reason });
    expect(observe([status])).toMatchObject({ kind: "failed", reason });
  });

  test("when it came back for less than minReadyMs and is in ERROR then", () => {
    expect(observe(["RESTARTING", "RUNNING", "ERROR"], watchOf(), 60_000).kind).toBe("failed");
  });

  test("of an unhealthy instance not because it is still in ERROR, but when it is again", () => {
    const start = watchOf("restart", { before: "ERROR" });
    expect(observe(["ERROR"], start).kind).toBe("watching");
    expect(observe(["RESTARTING", "ERROR"], start).kind).toBe("failed");
  });
});

describe("P3: a deletion", () => {
  test("is proven if the instance no longer exists, also if looks did not see it go", () => {
    expect(observe(["DELETING", "DELETED"], watchOf("delete"))).toMatchObject({
      kind: "proven",
      reason: "no longer exists",
    });
    expect(observe(["DELETED"], watchOf("delete")).kind).toBe("proven");
  });

  test("is proven by the recycle bin", () => {
    expect(observe(["RECYCLE"], watchOf("delete"))).toMatchObject({
      kind: "proven",
      reason: "moved to the recycle bin",
    });
  });

  test.each(["RUNNING", "DELETING", "ERROR", "FROZEN", "WHATEVER"])("goes on while it is %s", (status) => {
    expect(observe(["DELETING", status], watchOf("delete")).kind).toBe("watching");
  });

  test("has failed when it is RUNNING again at the end of the time", () => {
    const { watch } = observe(["DELETING", "RUNNING"], watchOf("delete"));
    expect(conclude(watch, "timeout", 20_000)).toEqual({
      result: "failed",
      reason: "it is RUNNING again and was not deleted",
    });
  });

  test.each(["DELETING", "ERROR"])("that is %s at the end of the time has an open end", (status) => {
    const { watch } = observe(["DELETING", status], watchOf("delete"));
    expect(conclude(watch, "timeout", 20_000)).toEqual({ result: "unknown", reason: `still ${status}` });
  });

  test("has failed when the instance never left, watched or not: it can still be seen", () => {
    const broken = observe([{ status: "RUNNING", atMs: 600_000 }], watchOf("delete")).watch;
    expect(conclude(broken, "timeout", 600_000)).toEqual({ result: "failed", reason: "it is RUNNING" });
  });
});

describe("P4: any other status", () => {
  test.each(["RESTARTING", ...otherWords])("%j means: keep watching", (status) => {
    expect(observe([status])).toMatchObject({ kind: "watching", watch: { status } });
    expect(conclude(observe([status]).watch, "timeout", 10_000).result).toBe("unknown");
  });
});

describe("P5: an instance that never left RUNNING", () => {
  const watched = observe(Array.from({ length: 6 }, () => "RUNNING")).watch;

  test("has failed, and the reason says so", () => {
    expect(conclude(watched, "timeout", 60_000)).toEqual({
      result: "failed",
      reason: "the service answered success, but it never left RUNNING",
    });
  });

  test("of a call whose answer was lost has failed with a reason of its own", () => {
    const start = watchOf("restart", { acceptance: "unknown" });
    expect(conclude(observe(["RUNNING"], start).watch, "timeout", 10_000)).toEqual({
      result: "failed",
      reason: "the service may not have received the call, and it never left RUNNING",
    });
  });

  test("is not known to have failed before its time is over", () => {
    expect(conclude(watched, "cut", 60_000)).toEqual({ result: "unknown", reason: "not yet seen to leave RUNNING" });
  });

  test.each([
    ["from the call to the first look", [{ status: "RUNNING", atMs: 60_001 }]],
    ["between two looks", ["RUNNING", "RUNNING", { status: "RUNNING", atMs: 80_001 }]],
  ])("is not known to have failed after a long time without looks %s", (_, looks) => {
    const { watch } = observe(looks);
    expect(conclude(watch, "timeout", 60_000)).toMatchObject({
      result: "unknown",
      reason: expect.stringContaining("it is not known whether it restarted") as string,
    });
  });

  test("is known to have failed when the longest break was just short enough", () => {
    const { watch } = observe([
      { status: "RUNNING", atMs: 60_000 },
      { status: "RUNNING", atMs: 120_000 },
    ]);
    expect(conclude(watch, "timeout", 120_000).result).toBe("failed");
  });

  test("stays unknown after a long break, also when it is watched closely later", () => {
    const late = Array.from({ length: 50 }, (_, index) => ({ status: "RUNNING", atMs: 100_000 + index * 10_000 }));
    expect(conclude(observe(late).watch, "timeout", 590_000).result).toBe("unknown");
  });

  test("in ERROR has failed, watched or not: a restart that worked ends in RUNNING", () => {
    const start = watchOf("restart", { before: "ERROR" });
    const { watch } = observe([{ status: "ERROR", atMs: 600_000 }], start);
    expect(conclude(watch, "timeout", 600_000)).toEqual({ result: "failed", reason: "it is ERROR" });
  });

  test.each([
    ["never since its call", watchOf()],
    ["not once more after its time was over: a restart may have begun just now", watched],
  ])("is not known to have failed when it was looked at %s", (_, watch) => {
    expect(conclude(watch, "timeout", 60_001)).toEqual({
      result: "unknown",
      reason: "its status could not be read lately, last status RUNNING",
    });
  });

  test("that could not be read lately is unknown, after any earlier looks", () => {
    expect(conclude(watched, "timeout", 200_000)).toEqual({
      result: "unknown",
      reason: "its status could not be read lately, last status RUNNING",
    });
  });
});

describe("the end of the time, or of the run", () => {
  test("an instance that is stuck on its way has an open end", () => {
    const { watch } = observe(["RESTARTING", "RESTARTING"]);
    expect(conclude(watch, "timeout", 20_000)).toEqual({ result: "unknown", reason: "still RESTARTING" });
    expect(conclude(watch, "cut", 20_000)).toEqual({ result: "unknown", reason: "still RESTARTING" });
  });

  test("an instance that is back, but not for long enough, has an open end", () => {
    const { watch } = observe(["RESTARTING", "RUNNING"], watchOf(), 60_000);
    const reason = "RUNNING again, but not yet for min_ready_time";
    expect(conclude(watch, "timeout", 20_000)).toEqual({ result: "unknown", reason });
    expect(conclude(watch, "cut", 30_000)).toEqual({ result: "unknown", reason });
  });

  test("an instance that keeps leaving RUNNING has failed with a reason that says so", () => {
    const flapping = observe(["RESTARTING", "RUNNING", "RESTARTING", "RUNNING", "RESTARTING"], watchOf(), 60_000).watch;
    expect(conclude(flapping, "timeout", 50_000)).toEqual({
      result: "failed",
      reason: "it keeps leaving RUNNING: came back and left again 2 times, last status RESTARTING",
    });
    const once = observe(["RESTARTING", "RUNNING", "RESTARTING"], watchOf(), 60_000).watch;
    expect(conclude(once, "timeout", 30_000).reason).toContain("left again once, last");
    expect(conclude(once, "cut", 60_000)).toEqual({ result: "unknown", reason: "still RESTARTING" });
  });
});

describe("P1, P5: the words and times of looks", () => {
  test("once an instance was seen RESTARTING, no other word hides anything", () => {
    const left = observe(["EXTENDING", "RESTARTING", "EXTENDING", "HIBERNATING"]).watch;
    expect(left).toMatchObject({ otherWords: ["EXTENDING"], leftAtMs: submittedAtMs + 20_000 });
  });

  test("RUNNING has stayed so over a break that is just short enough, and not over a longer one", () => {
    const back = observe(["RESTARTING", "RUNNING"], watchOf(), 60_000).watch;
    const seenAfter = (breakMs: number): Verdict["kind"] =>
      observeWatch(back, "RUNNING", back.seenAtMs + breakMs, { ...rules, minReadyMs: 60_000 }).kind;
    expect(seenAfter(59_999)).toBe("watching");
    expect(seenAfter(60_000)).toBe("proven");
    expect(seenAfter(60_001)).toBe("watching");
  });

  test("FROZEN between two runs has ended a restart, with any status now", () => {
    const frozen = { ...watchOf(), status: "FROZEN", leftAtMs: submittedAtMs, seenAtMs: submittedAtMs };
    expect(observe(["RUNNING"], frozen)).toMatchObject({
      kind: "failed",
      reason: "it ended in FROZEN, and is RUNNING now",
    });
  });

  test("the end of the time names the gap: a break in looks, or RESTARTING behind other words", () => {
    const until = 100_000;
    const missed = { ...watchOf(), seenAtMs: submittedAtMs + until, watchedUntilMs: submittedAtMs };
    const openEnd = "so it is not known whether it restarted; it is not sent again unless restart_triggers change";
    expect(conclude(missed, "timeout", until).reason).toBe(
      `it is RUNNING, but was not watched all the time since the call, ${openEnd}`,
    );
    const hidden = { ...missed, otherWords: ["EXTENDING"], status: "EXTENDING" };
    expect(conclude(hidden, "timeout", until).reason).toBe(
      `it was seen RUNNING, EXTENDING and is EXTENDING, and never RESTARTING, but other operations may hide a restart, ${openEnd}`,
    );
  });
});
