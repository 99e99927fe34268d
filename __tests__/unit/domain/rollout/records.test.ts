import { overdueRecord, recordsSoFar, unsentRecord, watchRecord } from "../../../../lib/domain/rollout/records";
import { noWord, type OpenPhase, type Refusal, type Rollout } from "../../../../lib/domain/rollout/rollout";
import { withTrouble } from "../../../../lib/domain/rollout/reasons";
import type { ActionRecord } from "../../../../lib/domain/action-record";
import {
  beganMs,
  finished,
  inPhases,
  type InPhase,
  queued,
  sendingPhase,
  waiting,
  watching,
  watchOf,
} from "../../../support/rollout/in-phases";
import { minuteMs, planned } from "../../../support/rollout/run";

const at = (afterMs: number): string => new Date(beganMs + afterMs).toISOString();
const target = planned("i", { wave: 3 });
const word = { errorCode: "DMS.1", message: "No.", requestId: "req-1" };
const nowMs = beganMs + 90_000;
const watched = watchOf({ seenAtMs: beganMs + 60_000, watchedUntilMs: beganMs + 60_000 });

describe("the record of a member that was watched", () => {
  const record = (watch: Parameters<typeof watchOf>[0], result: ActionRecord["result"] = "unknown") =>
    watchRecord(target, watchOf(watch), word, { result, reason: "so", nowMs });

  test("has what was seen of it, and the service's words", () => {
    expect(record({ ...watched, status: "RESTARTING", leftAtMs: beganMs + 1_000 }, "failed")).toStrictEqual({
      ...{ instanceId: "i", action: "restart", result: "failed", accepted: true, status: "RESTARTING", reason: "so" },
      ...{ ...word, wave: 3, submittedAt: at(0), leftAt: at(1_000), finishedAt: at(90_000) },
    });
  });

  test("ends with the unbroken looks where its end was not seen and no look saw it leave, and else now", () => {
    expect(record(watched)).toMatchObject({ leftAt: "", finishedAt: at(60_000) });
    expect(record({ ...watched, leftAtMs: beganMs + 1_000 }).finishedAt).toBe(at(90_000));
    expect(record(watched, "failed").finishedAt).toBe(at(90_000));
    expect(record({ ...watched, leftAtMs: beganMs + 1_000 }, "success").finishedAt).toBe(at(90_000));
    expect(record({ ...watched, watchedUntilMs: 0 }).finishedAt).toBe(at(90_000));
  });

  test("was accepted if the service said so, or a look saw the instance leave", () => {
    expect(record({ acceptance: "accepted" }).accepted).toBe(true);
    expect(record({ acceptance: "unknown" }).accepted).toBe(false);
    expect(record({ acceptance: "unknown", leftAtMs: beganMs }).accepted).toBe(true);
  });

  test("has the time of the call, by the service's clock only while the end is not known", () => {
    expect(record({ calledAtMs: beganMs + 5_000 })).toMatchObject({ submittedAt: at(0), calledAt: at(5_000) });
    expect(record({ calledAtMs: beganMs + 5_000 }, "failed")).not.toHaveProperty("calledAt");
    expect(record({ calledAtMs: 0 })).not.toHaveProperty("calledAt");
    expect(record({ submittedAtMs: 0 }).submittedAt).toBe("");
  });

  test("has the words of other operations as long as its end is not known", () => {
    const otherWords = ["UPGRADING"];
    const open = { ...watched, before: "RUNNING", leftAtMs: undefined, otherWords };
    expect(record(open).wordsSeen).toEqual(["RUNNING", "UPGRADING"]);
    for (const more of [{ otherWords: [] }, { leftAtMs: beganMs }, { action: "delete" } as const]) {
      expect(record({ ...open, ...more })).not.toHaveProperty("wordsSeen");
    }
    expect(record(open, "failed")).not.toHaveProperty("wordsSeen");
  });

  test("knows of ERROR before a restart that is not proven", () => {
    expect(record({ before: "ERROR" }, "failed").wasFaulty).toBe(true);
    expect(record({ before: "ERROR" }, "unknown").wasFaulty).toBe(true);
    expect(record({ before: "ERROR" }, "success")).not.toHaveProperty("wasFaulty");
    expect(record({ before: "RUNNING" }, "failed")).not.toHaveProperty("wasFaulty");
    expect(record({ before: "ERROR", action: "delete" }, "failed").wasFaulty).toBe(true);
  });
});

describe("the record of a member without an action", () => {
  const refused = { ...word, submittedAtMs: beganMs };
  const outcome = { result: "failed", reason: "so", nowMs } as const;

  test("has the time of a call that was refused, and none of a call that was not started", () => {
    expect(unsentRecord(target, "RUNNING", refused, { ...outcome, why: "status" })).toStrictEqual({
      ...{ instanceId: "i", action: "restart", result: "failed", accepted: false, status: "RUNNING", reason: "so" },
      ...{ ...word, why: "status", wave: 3, submittedAt: at(0), leftAt: "", finishedAt: at(90_000) },
    });
    expect(unsentRecord(target, "RUNNING", refused, { ...outcome, result: "not_started" }).submittedAt).toBe("");
    expect(unsentRecord(target, "RUNNING", noWord, outcome).submittedAt).toBe("");
  });

  test("knows of ERROR before a restart that was called for", () => {
    expect(unsentRecord(target, "ERROR", refused, outcome).wasFaulty).toBe(true);
    expect(unsentRecord(target, "ERROR", noWord, outcome)).not.toHaveProperty("wasFaulty");
    expect(unsentRecord(target, "RUNNING", refused, outcome)).not.toHaveProperty("wasFaulty");
    expect(unsentRecord(planned("i", { verb: "delete" }), "ERROR", refused, outcome).wasFaulty).toBe(true);
  });
});

describe("R4: the record of a member whose time is over", () => {
  const overMs = beganMs + 20 * minuteMs;
  const refusal: Refusal = { ...word, reason: "the service is busy", isOwn: true, submittedAtMs: beganMs };
  const overdue = (member: InPhase, more: Pick<Partial<Rollout>, "lookTrouble" | "unread"> = {}): ActionRecord => {
    const rollout = inPhases({ i: member }, more);
    const [{ target: of, phase }] = rollout.members as unknown as readonly [
      { target: typeof target; phase: OpenPhase },
    ];
    return overdueRecord(rollout, of, phase, "its time is over", overMs);
  };
  const looked = { seenAtMs: overMs, watchedUntilMs: overMs };

  test.each<readonly [string, InPhase, Partial<ActionRecord>]>([
    [
      "that waited in a status that keeps it from its call",
      { phase: waiting("EXTENDING") },
      {
        result: "not_started",
        why: "status",
        status: "EXTENDING",
        reason: "its time is over: it was EXTENDING, in which the service does not restart it; no call was made for it",
      },
    ],
    [
      "that waited for a look that never came",
      { phase: waiting("") },
      {
        result: "failed",
        why: "out-of-time",
        reason: "its time is over: its status could not be read; no call was made for it",
      },
    ],
    [
      "that was last seen well, before the run",
      { phase: waiting("RUNNING") },
      {
        result: "failed",
        why: "out-of-time",
        reason: "its time is over: its status could not be read; no call was made for it",
      },
    ],
    [
      "that was refused before it waited",
      { phase: waiting("EXTENDING", refusal) },
      {
        result: "failed",
        why: "out-of-time",
        reason: "its time is over: the service is busy",
        ...word,
        submittedAt: at(0),
      },
    ],
    [
      "whose turn did not come",
      { phase: queued("RUNNING") },
      {
        result: "failed",
        why: "out-of-time",
        reason: "its time is over: its turn did not come; no call was made for it",
      },
    ],
    [
      "whose turn did not come before it left",
      { phase: queued("EXTENDING") },
      { result: "failed", why: "out-of-time" },
    ],
    [
      "that never left",
      { phase: watching(looked, word) },
      {
        result: "failed",
        why: "out-of-time",
        ...word,
        reason: "its time is over: the service answered success, but it never left RUNNING",
      },
    ],
    [
      "whose call was never answered",
      { phase: sendingPhase({ ...looked, acceptance: "unknown" }) },
      {
        result: "failed",
        why: "out-of-time",
        accepted: false,
        ...noWord,
        reason: "its time is over: the service may not have received the call, and it never left RUNNING",
      },
    ],
    [
      "that is still on its way",
      { phase: watching({ ...looked, status: "RESTARTING", leftAtMs: beganMs }) },
      {
        result: "unknown",
        why: "out-of-time",
        reason: "its time is over: still RESTARTING",
      },
    ],
    [
      "that no look has seen since",
      { phase: watching({ seenAtMs: beganMs }) },
      {
        result: "unknown",
        reason: "its time is over: its status could not be read lately, last status RUNNING",
      },
    ],
  ])("%s", (_, member, expected) => {
    expect(overdue(member)).toMatchObject(expected);
  });

  const trouble = "GET …: no answer";
  const unread = new Map([["i", { trouble, errorCode: "DMS.2", message: "Later" }]]);

  test("says why the last look shows no more, with the service's words where its answer had none", () => {
    const kept = overdue({ phase: waiting("EXTENDING") }, { unread });
    expect(kept).toMatchObject({ result: "failed", why: "unreadable", errorCode: "DMS.2", message: "Later" });
    expect(kept.reason).toContain(`does not restart it; no call was made for it; the last read failed: ${trouble}`);
    expect(overdue({ phase: waiting("EXTENDING") }, { lookTrouble: "the list failed", unread }).reason).toContain(
      "the list failed",
    );
    const unseen = { phase: watching({ seenAtMs: beganMs }) };
    expect(overdue(unseen, { unread })).toMatchObject({ result: "unknown", why: "unreadable", errorCode: "DMS.2" });
    expect(overdue(unseen, { lookTrouble: "the list failed" })).toMatchObject({ why: "unreadable", errorCode: "" });
  });

  test("keeps the words of the service's answer to its call", () => {
    for (const said of [{ errorCode: "DMS.1" }, { message: "No." }]) {
      const unseen = { phase: watching({ seenAtMs: beganMs }, said) };
      expect(overdue(unseen, { unread })).toMatchObject({ errorCode: "", message: "", ...said });
    }
  });

  test("says nothing of a failed look where looks have proven the failure", () => {
    const proven = overdue({ phase: watching(looked) }, { unread });
    expect(proven).toMatchObject({ result: "failed", why: "out-of-time", errorCode: "" });
    expect(proven.reason).not.toContain(trouble);
  });
});

describe("R5: the records of a run, after any end", () => {
  const members: Readonly<Record<string, InPhase>> = {
    a: { phase: finished({ instanceId: "a" }) },
    b: { phase: watching({ seenAtMs: nowMs, watchedUntilMs: nowMs }) },
    c: { phase: sendingPhase({ seenAtMs: nowMs, watchedUntilMs: nowMs }) },
    d: { phase: waiting("RUNNING") },
    e: { phase: waiting("RUNNING", { ...word, reason: "busy", isOwn: true, submittedAtMs: beganMs }) },
  };
  const records = (more: Pick<Partial<Rollout>, "ending">): Readonly<Record<string, ActionRecord>> =>
    Object.fromEntries(recordsSoFar(inPhases(members, more), nowMs));

  test("are one of each member, of which one that was sent is never not started", () => {
    const { a, b, c, d } = records({ ending: { kind: "stopped" } });
    expect(a).toBe((members["a"]!.phase as { record: ActionRecord }).record);
    for (const sent of [b, c]) {
      expect(sent).toMatchObject({
        result: "unknown",
        submittedAt: at(0),
        reason: "the run was interrupted: not yet seen to leave RUNNING",
      });
      expect(sent).not.toHaveProperty("why");
    }
    expect(d).toMatchObject({ result: "not_started", submittedAt: "", reason: "the run was interrupted", ...noWord });
    expect(records({})["d"]).toEqual(d);
  });

  test("are out of time where the time of the whole run is over", () => {
    const { b, d } = records({ ending: { kind: "run-deadline" } });
    expect(b?.why).toBe("out-of-time");
    expect(d).not.toHaveProperty("why");
  });

  test("have the words of the service that ended the run, or of its refusal of that very call", () => {
    const ending = {
      kind: "service",
      readable: true,
      reason: "no right",
      errorCode: "DMS.9",
      message: "Never.",
      failure: { code: "forbidden", errorCode: "DMS.9" },
    } as const;
    const { d, e } = records({ ending });
    expect(d).toMatchObject({ errorCode: "DMS.9", message: "Never.", requestId: "", reason: "no right" });
    expect(d?.endedBy).toEqual({ code: "forbidden", errorCode: "DMS.9" });
    expect(e).toMatchObject({ ...word, submittedAt: "" });
  });

  test("are those of earlier waves first, and of later ones last", () => {
    const rollout = inPhases({ b: { phase: queued("RUNNING") } });
    const earlier = { ...(finished({ instanceId: "z" }) as { record: ActionRecord }).record };
    const later = [{ target: planned("y", { wave: 2 }), phase: waiting("") }];
    const all = recordsSoFar({ ...rollout, finished: [earlier], waves: [...rollout.waves, later] }, nowMs);
    expect([...all.keys()]).toEqual(["z", "b", "y"]);
  });
});

test("a trouble is said once", () => {
  expect(withTrouble("so", "")).toBe("so");
  expect(withTrouble("so", "no answer")).toBe("so; the last read failed: no answer");
  expect(withTrouble("so: no answer", "no answer")).toBe("so: no answer");
});
