import {
  createRollout,
  deadlineOf,
  isInFlight,
  isOpen,
  longestLookMs,
  quickLookMs,
  type Rollout,
  watchRules,
} from "../../../../lib/domain/rollout/rollout";
import {
  beganMs,
  finished,
  inPhases,
  type InPhase,
  queued,
  sendingPhase,
  waiting,
  watching,
} from "../../../support/rollout/in-phases";
import { recordOf } from "../../../support/rollout/records";
import { minuteMs, planned, usualSettings } from "../../../support/rollout/run";

const settings = { ...usualSettings, runDeadlineMs: beganMs + 60 * minuteMs };

test("a rollout begins before its first wave, with nothing seen, sent or ended", () => {
  const targets = [
    planned("a"),
    planned("b", { wave: 2 }),
    planned("c", { wave: 2, verb: "verify" }),
    planned("d", { wave: 4 }),
  ];
  const record = recordOf({
    instanceId: "c",
    result: "unknown",
    errorCode: "DMS.1",
    message: "No.",
    requestId: "req-1",
  });
  const { waves, ...rest } = createRollout(targets, settings, new Map([["c", record]]), new Map([["a", "ERROR"]]));
  expect(waves.map((members) => members.map(({ target }) => target.id))).toEqual([["a"], ["b", "c"], [], ["d"]]);
  expect(waves.flat().map(({ phase }) => phase)).toMatchObject([
    waiting("ERROR"),
    waiting(""),
    {
      kind: "watching",
      watch: { status: "RUNNING" },
      answer: { errorCode: "DMS.1", message: "No.", requestId: "req-1" },
    },
    waiting(""),
  ]);
  const nothing: Partial<Rollout> = {
    wave: 0,
    members: [],
    positions: new Map(),
    finished: [],
    failures: 0,
    lingering: [],
  };
  expect(rest).toStrictEqual({
    ...nothing,
    ...{ settings, waveBeganMs: 0, batches: [], nextLookMs: 0, lookEveryMs: 500, lookEndedMs: 0, seenMs: 0 },
    ...{ lookTrouble: "", unread: new Map(), holdUntilMs: 0, tries: 0, since: new Map() },
    ...{ asksTasks: true, ending: undefined },
  });
});

test("a verify without a record is watched without the service's words", () => {
  const { waves } = createRollout([planned("a", { verb: "verify" })], settings, new Map(), new Map());
  expect(waves[0]?.[0]?.phase).toMatchObject({ answer: { errorCode: "", message: "", requestId: "" } });
});

test("members that are sent and not finished are in flight, and those that are not finished are open", () => {
  const phases = [waiting(""), queued(""), sendingPhase(), watching(), finished()];
  const members = phases.map((phase) => ({ target: planned("a"), phase }));
  expect(members.map(isInFlight)).toEqual([false, false, true, true, false]);
  expect(members.map(isOpen)).toEqual([true, true, true, true, false]);
});

describe("the time between looks", () => {
  test("is short after a call, and never shorter than the machine can do", () => {
    expect([10_000, 100, 1].map((pollIntervalMs) => quickLookMs({ ...settings, pollIntervalMs }))).toEqual([
      500, 100, 10,
    ]);
  });

  test.each<readonly [string, InPhase, number]>([
    ["a restart that was not seen to begin", { phase: watching() }, 30_000],
    ["a restart whose call is on its way", { phase: sendingPhase() }, 30_000],
    ["a restart that was seen to begin", { phase: watching({ leftAtMs: beganMs }) }, 300_000],
    ["a restart that is not sent", { phase: queued("RUNNING") }, 300_000],
    ["a deletion", { phase: watching({ action: "delete" }), target: { verb: "delete" } }, 300_000],
  ])("is at most so long with %s", (_, member, longestMs) => {
    const slow = { ...settings, pollIntervalMs: 300_000 };
    const { members } = inPhases({ a: member, b: { phase: finished() } });
    expect(longestLookMs(slow, members)).toBe(longestMs);
    expect(longestLookMs({ ...settings, pollIntervalMs: 1_000 }, members)).toBe(1_000);
  });

  test("says how long RUNNING may go unseen: a minute, or three looks", () => {
    const unbroken = (pollIntervalMs: number) => watchRules({ ...settings, minReadyMs: 7, pollIntervalMs });
    expect(unbroken(10_000)).toEqual({ minReadyMs: 7, blindAfterMs: 60_000, unbrokenMs: 60_000 });
    expect(unbroken(300_000)).toEqual({ minReadyMs: 7, blindAfterMs: 60_000, unbrokenMs: 900_000 });
  });
});

describe("R4: a member's time is over", () => {
  const submittedAtMs = beganMs + 5_000;
  const task = { id: "", name: "", userName: "", status: "SUCCESS", createdAt: "", updatedAt: "" };
  const evidence = { kind: "restarted", text: "", task } as const;
  const earlier = { submittedAtMs: beganMs - minuteMs };
  const verify = { verb: "verify" } as const;

  test.each<readonly [string, InPhase, number]>([
    ["from the beginning of its wave, unsent", { phase: waiting("") }, beganMs],
    ["from the beginning of its wave, in a batch", { phase: queued("") }, beganMs],
    ["from its call on", { phase: watching({ submittedAtMs }) }, submittedAtMs],
    ["from its call on, before its answer", { phase: sendingPhase({ submittedAtMs }) }, submittedAtMs],
    ["from an earlier run's call on", { phase: watching(earlier), target: verify }, earlier.submittedAtMs],
    [
      "from its wave on, where an earlier run's call shows",
      { phase: watching({ ...earlier, leftAtMs: beganMs }), target: verify },
      beganMs,
    ],
    [
      "from its wave on, where the service records its restart",
      { phase: watching({ ...earlier, evidence }), target: verify },
      beganMs,
    ],
    ["from its wave on, where a clock was set back", { phase: watching({ submittedAtMs }), target: verify }, beganMs],
  ])("ready_timeout %s", (_, member, sinceMs) => {
    const rollout = inPhases({ a: member });
    expect(deadlineOf(rollout, rollout.members[0]!)).toBe(sinceMs + 20 * minuteMs);
  });
});
