import * as fc from "fast-check";
import type { Condition } from "../../../../lib/emulator/fleet/instance-record";
import {
  markSeen,
  seededCondition,
  settle,
  startDeletion,
  startRestart,
} from "../../../../lib/emulator/fleet/transitions";
import { randomRuns } from "../../../support/chaos/random-runs";
import { instanceId } from "../../../support/emulator/calls";

const minuteMs = 60_000;
const pace = { nowMs: 1_000_000, speed: 1 };
const id = instanceId(1);
const normal = { kind: "normal" } as const;

/** How long a change takes at the service's own pace. */
function takes(condition: Condition): number {
  if (condition.kind !== "changing" || condition.endsAtMs === null) throw new Error("It does not end.");
  return condition.endsAtMs - pace.nowMs;
}
const restartMs = (of: string): number => takes(startRestart(of, pace, normal));
const deleteMs = (of: string): number => takes(startDeletion(of, pace, normal, null));

describe("durations", () => {
  test("are those of the documents for every instance, and the same each time", () => {
    fc.assert(
      fc.property(fc.uuid(), (any) => {
        expect(restartMs(any)).toBeGreaterThanOrEqual(3 * minuteMs);
        expect(restartMs(any)).toBeLessThanOrEqual(15 * minuteMs);
        expect(deleteMs(any)).toBeGreaterThanOrEqual(1_000);
        expect(deleteMs(any)).toBeLessThanOrEqual(60_000);
        expect(restartMs(any)).toBe(restartMs(any));
      }),
      randomRuns(100),
    );
  });

  test("differ between instances", () => {
    const all = Array.from({ length: 50 }, (_, index) => restartMs(instanceId(index)));
    expect(new Set(all).size).toBeGreaterThan(45);
  });
});

describe("a restart", () => {
  test("ends in RUNNING when its time is over and it has been seen", () => {
    const restarting = markSeen(startRestart(id, pace, normal), 0);
    const endMs = pace.nowMs + restartMs(id);
    expect(settle(restarting, endMs - 1)).toMatchObject({ status: "RESTARTING" });
    expect(settle(restarting, endMs)).toEqual({ kind: "steady", status: "RUNNING" });
  });

  test("does not end before it has been seen", () => {
    const restarting = startRestart(id, pace, normal);
    expect(settle(restarting, pace.nowMs + 1_000 * minuteMs)).toMatchObject({ status: "RESTARTING" });
  });

  test("that is over when it is first seen is shown a while longer, and not longer for later reads", () => {
    const endMs = pace.nowMs + restartMs(id);
    const seen = markSeen(startRestart(id, pace, normal), endMs + 2_000);
    expect(settle(seen, endMs + 1_999)).toMatchObject({ status: "RESTARTING" });
    expect(settle(seen, endMs + 2_000)).toEqual({ kind: "steady", status: "RUNNING" });
    expect(markSeen(seen, endMs + 9_000)).toBe(seen);
  });

  test("that is first seen long before its end ends when it would", () => {
    const endMs = pace.nowMs + restartMs(id);
    const seen = markSeen(startRestart(id, pace, normal), pace.nowMs + 2_000);
    expect(settle(seen, endMs)).toEqual({ kind: "steady", status: "RUNNING" });
  });

  test("takes its time divided by the speed", () => {
    const restarting = markSeen(startRestart(id, { ...pace, speed: 100 }, normal), 0);
    const endMs = pace.nowMs + Math.round(restartMs(id) / 100);
    expect(settle(restarting, endMs - 1)).toMatchObject({ status: "RESTARTING" });
    expect(settle(restarting, endMs)).toMatchObject({ status: "RUNNING" });
  });

  test("that is stuck never ends", () => {
    const restarting = markSeen(startRestart(id, pace, { kind: "stuck" }), 0);
    expect(settle(restarting, Number.MAX_SAFE_INTEGER)).toMatchObject({ status: "RESTARTING" });
  });

  test("ends where a rule says", () => {
    const restarting = markSeen(startRestart(id, pace, { kind: "ends", status: "ERROR" }), 0);
    expect(settle(restarting, pace.nowMs + 15 * minuteMs)).toEqual({ kind: "steady", status: "ERROR" });
  });
});

describe("a deletion", () => {
  test("ends with the instance gone, seen or not", () => {
    const deleting = startDeletion(id, pace, normal, null);
    const endMs = pace.nowMs + deleteMs(id);
    expect(settle(deleting, endMs - 1)).toMatchObject({ status: "DELETING" });
    expect(settle(deleting, endMs)).toBeUndefined();
  });

  test("ends in the recycle bin where there is one", () => {
    const deleting = startDeletion(id, pace, normal, "RECYCLE");
    expect(settle(deleting, pace.nowMs + minuteMs)).toEqual({ kind: "steady", status: "RECYCLE" });
  });
});

describe("a seeded instance", () => {
  test.each(["RUNNING", "ERROR", "CREATEFAILED", "EXTENDING", "STARTING", "SOMETHING_NEW"])(
    "in %s stays there",
    (status) => {
      expect(seededCondition(id, status, pace)).toEqual({ kind: "steady", status });
    },
  );

  test("in CREATING becomes RUNNING within 15 minutes", () => {
    const creating = seededCondition(id, "CREATING", pace);
    expect(settle(creating, pace.nowMs + 3 * minuteMs - 1)).toMatchObject({ status: "CREATING" });
    expect(settle(creating, pace.nowMs + 15 * minuteMs)).toEqual({ kind: "steady", status: "RUNNING" });
  });

  test("in DELETING is gone within a minute", () => {
    expect(settle(seededCondition(id, "DELETING", pace), pace.nowMs + minuteMs)).toBeUndefined();
  });
});
