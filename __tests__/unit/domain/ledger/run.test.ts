import type { ActionRecord } from "../../../../lib/domain/action-record";
import { type Entry, isSettledBy } from "../../../../lib/domain/ledger/entry";
import type { Desired, Due, Held } from "../../../../lib/domain/ledger/judge";
import { after, settled, unsent } from "../../../../lib/domain/ledger/record";
import {
  inOrder,
  type JudgedRun,
  ledgerAfter,
  openRecords,
  sentRows,
  unfinishedOf,
} from "../../../../lib/domain/ledger/run";
import { recordOf } from "../../../support/rollout/records";
import { heldRecord, withWayBack } from "../../../../lib/domain/rollout/held-record";

const triggers = new Map([["revision", "#2"]]);
const before = new Map([["revision", "#1"]]);
const due = { name: "audit", id: "i", verb: "restart", action: "restart", reason: "" } as const;
const frozen: Held = { due, hold: { kind: "status", status: "FROZEN" } };
const tried: Held = { due, hold: { kind: "tried" } };
const inError = {
  ...recordOf({ status: "ERROR", reason: "it ended in ERROR", wasFaulty: true }),
  result: "failed",
} as const;

const runOf = (held: Held, last?: ActionRecord): JudgedRun => ({
  desired: [{ name: "audit", id: "i", state: "running", triggers }],
  planned: [],
  held: [held],
  ledger: new Map([
    ["i", { ranFor: before, ...(held === tried && { restart: { record: inError, forHealth: false } }) }],
  ]),
  records: new Map(last === undefined ? [] : [["i", last]]),
  statuses: new Map([["i", "FROZEN"]]),
});
const nowMs = Date.parse("2026-02-01T00:00:00Z");

describe("the results of a held call", () => {
  test("for a status: no call was made, in no wave, with the condition that makes it due again", () => {
    expect(heldRecord(runOf(frozen, recordOf({})), frozen, nowMs)).toMatchObject({
      result: "not_started",
      wave: 0,
      submittedAt: "",
      finishedAt: "2026-02-01T00:00:00.000Z",
      reason:
        "the service does not restart an instance in status FROZEN; no call was made for it; it is due again once a refresh shows another status",
    });
  });

  test("stays as it is while the status does, and is new for another one", () => {
    const first = heldRecord(runOf(frozen), frozen, nowMs);
    expect(heldRecord(runOf(frozen, first), frozen, nowMs + 1)).toBe(first);
    const other: Held = { due, hold: { kind: "status", status: "CREATEFAILED" } };
    expect(heldRecord(runOf(other, first), other, nowMs + 1)).toMatchObject({ status: "CREATEFAILED" });
  });

  test("for ERROR before and after: its last restart, also where another action was tried since", () => {
    const deletion = recordOf({ action: "delete", result: "failed" });
    for (const last of [inError, deletion]) {
      const { reason, ...rest } = heldRecord(runOf(tried, last), tried, nowMs);
      expect({ ...rest, reason: "it ended in ERROR" }).toEqual(inError);
      expect(reason).toContain("restarted again only for new restart_triggers");
    }
  });
});

describe("the record that results show of a held call", () => {
  const success = recordOf({ status: "FROZEN" });

  test("is never that of a success: for ERROR before and after, the entry has the one that failed", () => {
    expect(heldRecord(runOf(tried, success), tried, nowMs).result).toBe("failed");
    const unsentSuccess = { ...success, submittedAt: "" };
    expect(heldRecord(runOf(frozen, unsentSuccess), frozen, nowMs).result).toBe("not_started");
  });

  test("is a new one where no record is of this call: sent ones are not of a call that a status holds", () => {
    for (const other of [
      recordOf({ action: "delete", result: "failed" }),
      recordOf({ result: "failed", status: "FROZEN" }),
    ]) {
      expect(heldRecord(runOf(frozen, other), frozen, nowMs).finishedAt).toBe("2026-02-01T00:00:00.000Z");
    }
    const unsentRestart = recordOf({ result: "not_started", submittedAt: "" });
    expect(heldRecord(runOf(tried, unsentRestart), tried, nowMs).reason).toContain("it ended in ERROR");
  });

  test("has the status that was last read where no call is known, and none where none was read", () => {
    const run: JudgedRun = { ...runOf(tried), ledger: new Map(), statuses: new Map([["i", "ERROR"]]) };
    expect(heldRecord(run, tried, nowMs)).toMatchObject({ status: "ERROR", result: "not_started" });
    expect(heldRecord({ ...run, statuses: new Map() }, tried, nowMs).status).toBe("");
  });

  test("says the way back once, and nothing where nothing is held", () => {
    const once = withWayBack(success, frozen.hold);
    expect(once.reason).toBe(`${success.reason}; it is due again once a refresh shows another status`);
    expect(withWayBack(once, frozen.hold)).toBe(once);
    expect(withWayBack(success, undefined)).toBe(success);
  });
});

/** A run in which each instance is in another case. */
describe("a run", () => {
  const wanted = (id: string, state: Desired["state"] = "running"): Desired => ({
    name: `the ${id}`,
    id,
    state,
    triggers,
  });
  const planned = (id: string, verb: Due["verb"], action: Due["action"]): JudgedRun["planned"][number] => {
    return { name: `the ${id}`, id, verb, action, reason: "", wave: 1 };
  };
  const openRestart = { ...recordOf({ instanceId: "watched" }), result: "unknown" } as const;
  const openDeletion = { ...recordOf({ instanceId: "leaving", action: "delete" }), result: "unknown" } as const;
  const entries: Readonly<Record<string, Entry>> = {
    resting: { ranFor: before },
    sent: { ranFor: before },
    waiting: { ranFor: before },
    watched: { ranFor: before, restart: { record: openRestart, forHealth: true } },
    leaving: { ranFor: before, deletion: { record: openDeletion, triggers: before } },
  };
  const run: JudgedRun = {
    desired: [
      ...["resting", "sent", "waiting", "watched", "new", "lost"].map((id) => wanted(id)),
      wanted("leaving", "deleted"),
    ],
    planned: [
      planned("watched", "verify", "restart"),
      planned("leaving", "verify", "delete"),
      planned("sent", "restart", "restart"),
      planned("waiting", "restart", "restart"),
      planned("lost", "restart", "restart"),
    ],
    held: [],
    ledger: new Map(Object.entries(entries)),
    records: new Map(),
    statuses: new Map([["resting", "RUNNING"]]),
  };
  const ended: ReadonlyMap<string, ActionRecord> = new Map([
    ["watched", recordOf({ instanceId: "watched" })],
    ["leaving", { ...openDeletion, status: "DELETING" }],
    ["sent", recordOf({ instanceId: "sent", result: "failed" })],
    ["resting", recordOf({ instanceId: "resting", result: "not_started", submittedAt: "" })],
  ]);

  test("verifies the record of the action that it watches, and of no other", () => {
    expect([...openRecords(run)]).toEqual([
      ["watched", openRestart],
      ["leaving", openDeletion],
    ]);
    const both: Entry = { ...entries["watched"]!, deletion: { record: openDeletion, triggers } };
    const ledger = new Map([["watched", both]]);
    expect([...openRecords({ ...run, ledger })]).toEqual([["watched", openRestart]]);
    const asDeletion = [planned("watched", "verify", "delete")];
    expect([...openRecords({ ...run, ledger, planned: asDeletion })]).toEqual([["watched", openDeletion]]);
    const sends = [planned("watched", "restart", "restart"), planned("watched", "delete", "delete")];
    expect(openRecords({ ...run, ledger, planned: sends }).size).toBe(0);
    const asDeletionOf = (id: string) => [planned(id, "verify", "delete")];
    for (const id of ["resting", "never seen"]) {
      expect(openRecords({ ...run, planned: asDeletionOf(id) }).size).toBe(0);
    }
  });

  test("records in the journal what was sent, with the triggers that are declared now", () => {
    expect([...sentRows(run, ended)]).toEqual(
      ["sent", "watched", "leaving"].map((id) => [id, { record: ended.get(id), triggers }]),
    );
    expect(sentRows(run, new Map()).size).toBe(0);
  });

  describe("on a machine whose clock is behind the one of the run before", () => {
    const ahead = "2026-01-01T00:10:00.000Z";
    const later = "2026-01-01T00:10:00.001Z";
    const sent = recordOf({ instanceId: "sent", result: "unknown", finishedAt: "2026-01-01T00:03:00.000Z" });
    const known = recordOf({ instanceId: "sent", finishedAt: ahead });
    const ordered = (judged: JudgedRun, journal = new Map<string, ActionRecord>(), record = sent) =>
      inOrder(
        judged,
        new Map([...journal].map(([id, each]) => [id, { record: each, triggers }])),
        new Map([["sent", record]]),
      ).get("sent");

    test.each<[string, Partial<JudgedRun>, Map<string, ActionRecord>]>([
      ["state", { records: new Map([["sent", known]]) }, new Map()],
      ["the ledger", { ledger: new Map([["sent", { ranFor: before, proven: known }]]) }, new Map()],
      ["the journal", {}, new Map([["sent", known]])],
    ])("ends no action before one that %s holds, and keeps the time of its own watch", (_, more, journal) => {
      expect(ordered({ ...run, ...more }, journal)).toEqual({
        ...sent,
        finishedAt: later,
        watchedUntil: sent.finishedAt,
      });
      const failed = recordOf({ ...sent, result: "failed" });
      expect(ordered({ ...run, ...more }, journal, failed)).toEqual({ ...failed, finishedAt: later });
    });

    test("leaves a record that is later than all that is known, or as late, as it is", () => {
      const early = recordOf({ instanceId: "sent", finishedAt: "2026-01-01T00:02:59.999Z" });
      for (const each of [early, sent]) {
        expect(ordered({ ...run, records: new Map([["sent", each]]) })).toBe(sent);
      }
      expect(inOrder(run, new Map(), new Map([["new", sent]])).get("new")).toBe(sent);
    });

    test("so that the state before does not settle the row of a killed run", () => {
      const killed = ordered({ ...run, records: new Map([["sent", known]]) })!;
      const saved = { record: known, triggers: before };
      expect(isSettledBy({ record: sent, triggers }, saved)).toBe(true);
      expect(isSettledBy({ record: killed, triggers }, saved)).toBe(false);
    });
  });

  test("leaves an entry of each declared instance, in their order: by the record of what was due, else as it was", () => {
    const left = ledgerAfter(run, ended);
    expect([...left.keys()]).toEqual(run.desired.map(({ id }) => id));
    const [watching, leaving, sending] = run.planned;
    const declared = (id: string): Desired => run.desired.find((each) => each.id === id)!;
    expect(Object.fromEntries(left)).toEqual({
      resting: settled(entries["resting"], declared("resting"), "RUNNING"),
      new: { ranFor: triggers },
      watched: after(entries["watched"], watching!, ended.get("watched")!, declared("watched")),
      leaving: after(entries["leaving"], leaving!, ended.get("leaving")!, declared("leaving")),
      sent: after(entries["sent"], sending!, ended.get("sent")!, declared("sent")),
      waiting: entries["waiting"],
      lost: { ranFor: triggers },
    });
  });

  test("adopts an instance by the status that was read of it", () => {
    const never: Entry = { ranFor: "nothing" };
    const alone = { ...run, planned: [], ledger: new Map([["resting", never]]) };
    expect(ledgerAfter(alone, new Map()).get("resting")).toEqual({ ranFor: triggers });
    const gone = { ...alone, statuses: new Map([["resting", "DELETED"]]) };
    expect(ledgerAfter(gone, new Map()).get("resting")).toBe(never);
  });

  test("that holds a call leaves the entry of a call that was not sent, whatever else is known", () => {
    const hold: Held = { due: planned("sent", "restart", "restart"), hold: { kind: "status", status: "FROZEN" } };
    const held = { ...run, held: [hold], planned: [] };
    expect(ledgerAfter(held, ended).get("sent")).toEqual(unsent(entries["sent"], hold.due, wanted("sent")));
  });

  test("names what is not proven, sorted, what is held with it", () => {
    const hold: Held = { due: planned("held", "restart", "restart"), hold: { kind: "tried" } };
    expect(unfinishedOf({ ...run, held: [hold] }, ended)).toEqual([
      "the held",
      "the leaving",
      "the lost",
      "the sent",
      "the waiting",
    ]);
  });
});

test("a call that is held leaves its entry as it was, and stays unfinished", () => {
  const run = runOf(frozen);
  expect(ledgerAfter(run, new Map())).toEqual(run.ledger);
  expect(ledgerAfter({ ...run, ledger: new Map() }, new Map()).get("i")).toEqual({ ranFor: "nothing" });
  expect(unfinishedOf(run, run.records)).toEqual(["audit"]);
});
