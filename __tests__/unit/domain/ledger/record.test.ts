import type { ActionRecord } from "../../../../lib/domain/action-record";
import type { Entry, OpenRecord } from "../../../../lib/domain/ledger/entry";
import type { Desired, Due } from "../../../../lib/domain/ledger/judge";
import {
  after,
  entryOf,
  heard,
  joined,
  looked,
  newestOf,
  recordLooked,
  settled,
  shownRecord,
  unsent as unsentEntry,
} from "../../../../lib/domain/ledger/record";
import { recordOf } from "../../../support/rollout/records";

const digests = (value: string): ReadonlyMap<string, string> => new Map([["config", value]]);
const wanted = (value: string, state: Desired["state"] = "running"): Desired => ({
  name: "i",
  id: "i",
  state,
  triggers: digests(value),
});
const dueFor = (verb: Due["verb"], action: Due["action"] = verb === "verify" ? "restart" : verb): Due => ({
  name: "i",
  id: "i",
  verb,
  action,
  reason: "",
});
const unsent = recordOf({ result: "not_started", submittedAt: "", leftAt: "", accepted: false });
const openRecord = (more: Partial<ActionRecord> & Pick<OpenRecord, "result">): OpenRecord => ({
  ...recordOf(more),
  result: more.result,
});
const failed = openRecord({ result: "failed" });
const unknown = openRecord({ result: "unknown", leftAt: "" });
const deletion = openRecord({ action: "delete", result: "unknown", leftAt: "" });
const ran = (value: string, more: Partial<Entry> = {}): Entry => ({ ranFor: digests(value), ...more });

describe("E6: the entry that state alone implies", () => {
  test.each<readonly [string, ActionRecord | undefined, Entry]>([
    ["no record: adopted", undefined, ran("1")],
    ["a success", recordOf({}), ran("1", { proven: recordOf({}) })],
    ["a restart that failed", failed, ran("1", { restart: { record: failed, forHealth: false } })],
    ["a restart of unknown end", unknown, ran("1", { restart: { record: unknown, forHealth: false } })],
    ["a deletion of unknown end", deletion, ran("1", { deletion: { record: deletion, triggers: digests("1") } })],
    ["a restart that was not sent: what it ran for is lost", unsent, { ranFor: "unknown" }],
    ["a deletion that was not sent", { ...unsent, action: "delete" }, ran("1")],
  ])("%s", (_, last, entry) => {
    expect(entryOf({ triggers: digests("1"), last })).toEqual(entry);
  });
});

describe("E1, E2: after an action", () => {
  test("that was not sent, the entry is as it was; a new one is to be restarted on creation, or adopted", () => {
    const entry = ran("1", { restart: { record: failed, forHealth: false } });
    expect(after(entry, dueFor("restart"), unsent, wanted("2"))).toBe(entry);
    expect(after(undefined, dueFor("restart"), unsent, wanted("2"))).toEqual({ ranFor: "nothing" });
    expect(after(undefined, dueFor("delete"), unsent, wanted("2", "deleted"))).toEqual(ran("2"));
    expect(after(entry, dueFor("restart"), { ...unsent, result: "failed" }, wanted("2"))).toBe(entry);
  });

  test("a restart that is proven is all that is known", () => {
    const entry = ran("1", { deletion: { record: deletion, triggers: digests("1") } });
    expect(after(entry, dueFor("restart"), recordOf({}), wanted("2"))).toEqual(ran("2", { proven: recordOf({}) }));
  });

  test("a verify that proves a restart keeps a deletion that is open", () => {
    const open = { deletion: { record: deletion, triggers: digests("1") } };
    const entry = ran("1", { restart: { record: unknown, forHealth: false }, ...open });
    expect(after(entry, dueFor("verify"), recordOf({}), wanted("1"))).toEqual(
      ran("1", { proven: recordOf({}), ...open }),
    );
  });

  test.each([failed, unknown])("a restart that ended $result was for its triggers", (record) => {
    expect(after(ran("1"), dueFor("restart"), record, wanted("2"))).toEqual(
      ran("2", { restart: { record, forHealth: false } }),
    );
    expect(after({ ranFor: "nothing" }, dueFor("restart"), record, wanted("2"))).toEqual(
      ran("2", { restart: { record, forHealth: false } }),
    );
    expect(after(undefined, dueFor("restart"), record, wanted("2")).restart?.forHealth).toBe(false);
  });

  test("a restart for the same triggers is for health, and stays so when it is sent again", () => {
    const first = after(ran("1"), dueFor("restart"), failed, wanted("1"));
    expect(first.restart?.forHealth).toBe(true);
    expect(after(first, dueFor("restart"), failed, wanted("1")).restart?.forHealth).toBe(true);
    expect(after(first, dueFor("restart"), failed, wanted("2")).restart?.forHealth).toBe(false);
    const changed = after(ran("1"), dueFor("restart"), failed, wanted("2"));
    expect(after(changed, dueFor("restart"), failed, wanted("2")).restart?.forHealth).toBe(false);
    expect(after(first, dueFor("verify"), unknown, wanted("1")).restart?.forHealth).toBe(true);
    expect(after(undefined, dueFor("verify"), unknown, wanted("1"))).toEqual(
      ran("1", { restart: { record: unknown, forHealth: false } }),
    );
  });

  test("a verify that ends not started in its record counts as unknown: it was sent once", () => {
    const entry = ran("1", { restart: { record: unknown, forHealth: false } });
    expect(after(entry, dueFor("verify"), unsent, wanted("1")).restart?.record.result).toBe("unknown");
  });

  test("a verify of a restart changes nothing but its record, whatever is declared now", () => {
    const noCall = openRecord({ ...unknown, result: "failed", submittedAt: "" });
    const entry = ran("1", {
      restart: { record: unknown, forHealth: true },
      deletion: { record: { ...deletion, result: "failed" }, triggers: digests("3") },
    });
    for (const record of [failed, { ...unknown, status: "RESTARTING" }, noCall]) {
      const kept = { ...entry, restart: { record, forHealth: true } };
      expect(after(entry, dueFor("verify"), record, wanted("2"))).toStrictEqual(kept);
    }
    const alone = ran("1", { restart: entry.restart! });
    expect(after(alone, dueFor("verify"), failed, wanted("2"))).toStrictEqual(
      ran("1", { restart: { record: failed, forHealth: true } }),
    );
  });

  test("a proof counts without a call: a deletion of an instance that is gone already, and a verify of an unknown instance", () => {
    const gone = recordOf({ action: "delete", submittedAt: "", leftAt: "" });
    expect(after(ran("1"), dueFor("delete"), gone, wanted("2", "deleted"))).toEqual(ran("2", { proven: gone }));
    const proven = recordOf({});
    expect(after(undefined, dueFor("verify"), proven, wanted("2"))).toEqual(ran("2", { proven }));
  });

  test("a deletion keeps the knowledge of restarts; once it is proven, the instance starts without history", () => {
    const entry = ran("1", { restart: { record: failed, forHealth: true } });
    expect(after(entry, dueFor("delete"), deletion, wanted("2", "deleted"))).toEqual({
      ...entry,
      deletion: { record: deletion, triggers: digests("2") },
    });
    const proven = recordOf({ action: "delete" });
    expect(after(entry, dueFor("delete"), proven, wanted("2", "deleted"))).toEqual(ran("2", { proven }));
    expect(after(entry, dueFor("verify", "delete"), proven, wanted("2"))).toEqual({ ...entry, proven });
    expect(after(undefined, dueFor("delete"), proven, wanted("2"))).toEqual(ran("2", { proven }));
    expect(after(undefined, dueFor("delete"), deletion, wanted("2", "deleted"))).toEqual(
      ran("2", { deletion: { record: deletion, triggers: digests("2") } }),
    );
  });
});

describe("E3: a deletion of unknown end", () => {
  const open = { deletion: { record: deletion, triggers: digests("1") } };

  test("stays known after a restart that the service did not accept, and no longer after one that it did", () => {
    const refused = openRecord({ result: "failed", accepted: false });
    expect(after(ran("1", open), dueFor("restart"), refused, wanted("2")).deletion).toEqual(open.deletion);
    expect(after(ran("1", open), dueFor("restart"), unknown, wanted("2")).deletion).toBeUndefined();
  });

  test("one that failed is forgotten with any restart that was sent", () => {
    const record = openRecord({ action: "delete", result: "failed" });
    const refused = openRecord({ result: "failed", accepted: false });
    const entry = ran("1", { deletion: { record, triggers: digests("1") } });
    expect(after(entry, dueFor("restart"), refused, wanted("2")).deletion).toBeUndefined();
  });
});

describe("when nothing was due", () => {
  test("an instance that is new, imported or no longer to be restarted on creation takes the declared triggers", () => {
    expect(settled(undefined, wanted("2"), "RUNNING")).toEqual(ran("2"));
    expect(settled({ ranFor: "configured" }, wanted("2"), "RUNNING")).toEqual(ran("2"));
    expect(settled({ ranFor: "nothing" }, wanted("2"), "RUNNING")).toEqual(ran("2"));
  });

  test("one that is gone keeps its ranFor, so that a missed trigger restarts it when it is back", () => {
    expect(settled(ran("1"), wanted("2"), "DELETED")).toEqual(ran("1"));
    expect(settled({ ranFor: "nothing" }, wanted("2"), "DELETED")).toEqual({ ranFor: "nothing" });
  });

  test("one that is gone as desired starts without history, and keeps its last proof", () => {
    const proven = recordOf({ action: "delete" });
    const entry = ran("1", { proven, restart: { record: failed, forHealth: false } });
    expect(settled(entry, wanted("2", "deleted"), "DELETED")).toEqual(ran("2", { proven }));
    expect(settled(ran("1"), wanted("2", "deleted"), "DELETED")).toEqual(ran("2"));
    expect(settled(entry, wanted("2", "deleted"), "RUNNING")).toBe(entry);
  });

  test("any other one is as it was", () => {
    const entry = ran("1", { restart: { record: failed, forHealth: true } });
    expect(settled(entry, wanted("1"), "RUNNING")).toBe(entry);
  });
});

describe("E7: an imported instance takes the triggers of the first configuration", () => {
  const imported: Entry = { ranFor: "configured" };

  test("when nothing was due, also while it is gone", () => {
    expect(settled(imported, wanted("2"), "DELETED")).toEqual(ran("2"));
  });

  test("when its deletion was not sent, failed or has an unknown end", () => {
    const triggers = digests("2");
    expect(after(imported, dueFor("delete"), { ...unsent, action: "delete" }, wanted("2", "deleted"))).toEqual(
      ran("2"),
    );
    expect(unsentEntry(imported, dueFor("delete"), wanted("2", "deleted"))).toEqual(ran("2"));
    expect(after(imported, dueFor("delete"), deletion, wanted("2", "deleted"))).toEqual(
      ran("2", { deletion: { record: deletion, triggers } }),
    );
  });

  test("when it was restarted for its health, proven or not", () => {
    expect(after(imported, dueFor("restart"), unsent, wanted("2"))).toEqual(ran("2"));
    expect(after(imported, dueFor("restart"), failed, wanted("2"))).toEqual(
      ran("2", { restart: { record: failed, forHealth: true } }),
    );
    expect(after(imported, dueFor("restart"), recordOf({}), wanted("2"))).toEqual(ran("2", { proven: recordOf({}) }));
  });
});

describe("E4: what a look adds to the record of a restart whose end was not seen", () => {
  const nowMs = Date.parse("2026-01-01T01:00:00.000Z");
  const seen = (record: Partial<ActionRecord>, status: string): ActionRecord =>
    recordLooked(recordOf({ result: "unknown", leftAt: "", ...record }), status, nowMs);

  test.each(["RUNNING", "ERROR", "EXTENDING", ""])("%j last, RESTARTING now: it has left", (status) => {
    expect(seen({ status }, "RESTARTING")).toMatchObject({ status: "RESTARTING", leftAt: "2026-01-01T01:00:00.000Z" });
  });

  test.each([
    ["RUNNING", "ERROR"],
    ["RUNNING", "FROZEN"],
    ["RUNNING", "EXTENDING"],
    ["RUNNING", "HIBERNATING"],
    ["ERROR", "RUNNING"],
    ["RUNNING", "RUNNING"],
    ["ERROR", "ERROR"],
    ["", "RUNNING"],
  ])("%s before the call, %s now: it was not seen to leave", (status, now) => {
    expect(seen({ status }, now)).toMatchObject({ status: now, leftAt: "" });
  });

  test("the statuses that it has shown, once they change and RESTARTING is not among them", () => {
    expect(seen({ status: "RUNNING" }, "RUNNING")).not.toHaveProperty("wordsSeen");
    expect(seen({ status: "RUNNING" }, "RESTARTING")).not.toHaveProperty("wordsSeen");
    const upgrading = seen({ status: "RUNNING" }, "UPGRADING");
    expect(upgrading.wordsSeen).toEqual(["RUNNING", "UPGRADING"]);
    expect(seen(upgrading, "RUNNING").wordsSeen).toEqual(["RUNNING", "UPGRADING"]);
    expect(seen(upgrading, "ROLLBACK").wordsSeen).toEqual(["RUNNING", "UPGRADING", "ROLLBACK"]);
  });

  const leftAt = "2026-01-01T00:30:00.000Z";

  test("when it was first seen to leave stays", () => {
    for (const status of ["ERROR", "RESTARTING", "RUNNING"]) {
      expect(seen({ status: "RESTARTING", leftAt }, status)).toMatchObject({ status, leftAt });
    }
  });

  test.each(["DELETED", "RECYCLE"])("nothing while it is gone (%s): its return is not a restart", (gone) => {
    expect(seen({ status: "RUNNING" }, gone)).toMatchObject({ status: "RUNNING", leftAt: "" });
    expect(seen({ status: "RESTARTING", leftAt }, gone)).toMatchObject({ status: "RESTARTING", leftAt });
  });

  test("nothing once it has ended in ERROR, whatever it is later; in ERROR before its call, it may still leave", () => {
    expect(seen({ status: "ERROR", leftAt }, "RUNNING")).toMatchObject({ status: "ERROR", leftAt });
    expect(seen({ status: "ERROR" }, "RESTARTING")).toMatchObject({ status: "RESTARTING" });
  });

  test("no restart of a call that only a record of others shows (P6)", () => {
    const looked = seen({ submittedAt: "", status: "RUNNING" }, "RESTARTING");
    expect(looked).toMatchObject({ status: "RESTARTING", leftAt: "" });
  });

  test("records that are closed stay as they are, and deletions are only told the status", () => {
    expect(seen({ result: "failed", status: "RUNNING" }, "ERROR")).toMatchObject({ status: "RUNNING", leftAt: "" });
    expect(seen({ action: "delete", status: "RUNNING" }, "DELETING")).toMatchObject({ status: "DELETING", leftAt: "" });
  });

  test("an entry's open actions see it, and nothing else of the entry changes", () => {
    const entry = ran("1", {
      restart: { record: unknown, forHealth: true },
      deletion: { record: deletion, triggers: digests("2") },
    });
    expect(looked(entry, "RESTARTING", nowMs)).toEqual({
      ...entry,
      restart: { record: recordLooked(unknown, "RESTARTING", nowMs), forHealth: true },
      deletion: { record: { ...deletion, status: "RESTARTING" }, triggers: digests("2") },
    });
    expect(looked(ran("1"), "RESTARTING", nowMs)).toEqual(ran("1"));
  });
});

describe("E4: an episode of ERROR, in which a restart has left the instance as it was", () => {
  const tried = openRecord({ result: "failed", status: "ERROR", wasFaulty: true });
  const entry = ran("1", { restart: { record: tried, forHealth: false } });

  test("is over once a look has seen the instance well, and stays over", () => {
    const well = looked(entry, "RUNNING", 0);
    expect(well).toStrictEqual(ran("1", { restart: { record: tried, forHealth: false, seenWell: true } }));
    for (const status of ["ERROR", "RESTARTING", "DELETED"]) expect(looked(well, status, 0)).toStrictEqual(well);
  });

  test.each(["ERROR", "RESTARTING", "FROZEN", "DELETED"])("is not over when it is seen in %s", (status) => {
    expect(looked(entry, status, 0)).toStrictEqual(entry);
  });

  test("is of a restart that failed alone: no other is said to be well", () => {
    const other = ran("1", { restart: { record: failed, forHealth: false } });
    expect(looked(other, "RUNNING", 0)).toStrictEqual(other);
  });
});

describe("E5: a row of a killed run", () => {
  const later = "2026-01-01T01:00:00.000Z";
  const restart = (more: Partial<ActionRecord> = {}) => ({
    record: recordOf({ result: "unknown", finishedAt: later, ...more }),
    triggers: digests("2"),
  });

  test("for the very triggers counts as sent: of unknown end it is verified, and proven it is done", () => {
    const open: OpenRecord = { ...restart().record, result: "unknown" };
    expect(joined(ran("1"), restart(), wanted("2"))).toEqual(ran("2", { restart: { record: open, forHealth: false } }));
    expect(joined(undefined, restart(), wanted("2"))?.restart?.record).toEqual(open);
    expect(joined({ ranFor: "nothing" }, restart(), wanted("2"))?.restart?.record).toEqual(open);
    const proven = restart({ result: "success" });
    for (const entry of [ran("1"), ran("2"), undefined]) {
      expect(joined(entry, proven, wanted("2"))).toEqual(ran("2", { proven: proven.record }));
    }
  });

  test.each(["failed", "not_started"] as const)("that is %s says nothing", (result) => {
    const entry = ran("1");
    expect(joined(entry, restart({ result }), wanted("2"))).toBe(entry);
  });

  test("that left the instance in ERROR, as it was before, holds the next one back", () => {
    const tried = restart({ result: "failed", status: "ERROR", wasFaulty: true });
    const record: OpenRecord = { ...tried.record, result: "failed" };
    expect(joined(ran("1"), tried, wanted("2"))).toEqual(ran("2", { restart: { record, forHealth: false } }));
    expect(joined(ran("2"), tried, wanted("2"))).toEqual(ran("2", { restart: { record, forHealth: true } }));
    expect(joined(ran("1"), tried, wanted("1"))).toEqual(ran("1"));
    const refused = restart({ result: "failed", status: "ERROR", wasFaulty: true, accepted: false });
    expect(joined(ran("1"), refused, wanted("2"))).toEqual(ran("1"));
  });

  test("for other triggers does not count while the instance should run", () => {
    const entry = ran("1");
    expect(joined(entry, restart(), wanted("3"))).toBe(entry);
  });

  test("of a restart counts for any triggers while the instance is to be deleted, because the deletion may have no effect", () => {
    const open: OpenRecord = { ...restart().record, result: "unknown" };
    const restarted = ran("2", { restart: { record: open, forHealth: false } });
    expect(joined(ran("1"), restart(), wanted("3", "deleted"))).toEqual(restarted);
    expect(joined(undefined, restart(), wanted("2", "deleted"))?.restart?.record).toEqual(open);
    const proven = restart({ result: "success" });
    expect(joined(ran("1"), proven, wanted("3", "deleted"))).toEqual(ran("2", { proven: proven.record }));
    expect(joined(undefined, proven, wanted("2", "deleted"))).toBeUndefined();
    const deleting = { deletion: { record: deletion, triggers: digests("1") } };
    expect(joined(ran("1", deleting), proven, wanted("2", "deleted"))?.deletion).toEqual(deleting.deletion);
  });

  test("of a deletion that is proven ends an earlier one", () => {
    const row = { record: recordOf({ action: "delete", finishedAt: later }), triggers: digests("2") };
    const entry = ran("1", { deletion: { record: { ...deletion, result: "failed" }, triggers: digests("1") } });
    expect(joined(entry, row, wanted("2", "deleted"))).toEqual(ran("2", { proven: row.record }));
  });

  test("that is not newer than the entry does not count; more evidence of the same call does", () => {
    const proven = ran("1", { proven: recordOf({ finishedAt: "2026-01-01T02:00:00.000Z" }) });
    expect(joined(proven, restart(), wanted("2"))).toBe(proven);
    const same = ran("1", { proven: recordOf({ finishedAt: later }) });
    expect(joined(same, restart(), wanted("2"))).toBe(same);
    const open = ran("2", { restart: { record: { ...unknown, finishedAt: later }, forHealth: true } });
    const seen = joined(open, restart({ leftAt: later }), wanted("2"));
    expect(seen?.restart).toMatchObject({ record: { leftAt: later }, forHealth: true });
  });

  test("of a deletion counts where the instance is to be deleted, and of unknown end also where an adopted one is wanted again", () => {
    const row = { record: { ...deletion, finishedAt: later }, triggers: digests("2") };
    expect(joined(ran("1"), row, wanted("2", "deleted"))?.deletion).toEqual(row);
    expect(joined(undefined, row, wanted("2", "deleted"))).toEqual(ran("2", { deletion: row }));
    expect(joined(ran("1"), row, wanted("1"))?.deletion).toEqual(row);
    expect(joined(undefined, row, wanted("1"))).toBeUndefined();
    const done = { ...row, record: recordOf({ action: "delete", finishedAt: later }) };
    const entry = ran("1");
    expect(joined(entry, done, wanted("2", "deleted"))).toBe(entry);
    expect(joined(entry, done, wanted("1"))).toBe(entry);
  });

  test("of a deletion that is proven says nothing where no deletion is known, or where the instance is wanted again", () => {
    const done = { record: recordOf({ action: "delete", finishedAt: later }), triggers: digests("2") };
    expect(joined(undefined, done, wanted("2", "deleted"))).toBeUndefined();
    const deleting = ran("1", { deletion: { record: deletion, triggers: digests("1") } });
    expect(joined(deleting, done, wanted("1"))).toBe(deleting);
  });

  test("of a later deletion keeps the triggers of one of unknown end, and not those of one that failed", () => {
    const row = { record: { ...deletion, finishedAt: later }, triggers: digests("2") };
    const withDeletion = (result: OpenRecord["result"]): Entry =>
      ran("1", { deletion: { record: { ...deletion, result }, triggers: digests("1") } });
    const joinedAfter = (result: OpenRecord["result"]) =>
      joined(withDeletion(result), row, wanted("2", "deleted"))?.deletion;
    expect(joinedAfter("unknown")).toEqual({ record: row.record, triggers: digests("1") });
    expect(joinedAfter("failed")).toEqual(row);
  });

  test("of a restart ends a deletion, which the service would have refused it for, unless the deletion is still wanted", () => {
    const deleting = ran("1", { deletion: { record: deletion, triggers: digests("1") } });
    const proven = restart({ result: "success" });
    expect(joined(deleting, proven, wanted("2"))).toEqual(ran("2", { proven: proven.record }));
    expect(joined(deleting, restart(), wanted("2"))?.deletion).toBeUndefined();
    expect(joined(deleting, restart(), wanted("2", "deleted"))?.deletion).toEqual(deleting.deletion);
  });

  test("that is older than an end that is still open does not count", () => {
    const newer = ran("1", {
      restart: { record: { ...unknown, finishedAt: "2026-01-01T02:00:00.000Z" }, forHealth: true },
    });
    expect(joined(newer, restart({ result: "success" }), wanted("2"))).toBe(newer);
  });

  test("that knows less of the same call than the entry leaves its record", () => {
    const known = openRecord({ result: "unknown", finishedAt: later, leftAt: later });
    const entry = ran("2", { restart: { record: known, forHealth: true } });
    expect(joined(entry, restart({ leftAt: "" }), wanted("2"))?.restart?.record).toBe(known);
  });

  test("of a restart of an imported instance was for its health: it takes the triggers that are declared", () => {
    expect(joined({ ranFor: "configured" }, restart(), wanted("2"))?.restart?.forHealth).toBe(true);
    expect(joined({ ranFor: "unknown" }, restart(), wanted("2"))?.restart?.forHealth).toBe(false);
  });

  test("of a deletion leaves the knowledge of a restart", () => {
    const open = { restart: { record: unknown, forHealth: true } };
    const row = { record: { ...deletion, finishedAt: later }, triggers: digests("2") };
    expect(joined(ran("1", open), row, wanted("2", "deleted"))).toEqual(ran("1", { ...open, deletion: row }));
  });
});

describe("E5: a row that others may have written", () => {
  const row = (more: Partial<ActionRecord> = {}) => ({
    record: recordOf({ finishedAt: "2999-01-01T00:00:00.000Z", ...more }),
    triggers: digests("2"),
  });
  const unproven = { result: "unknown", accepted: false, status: "", submittedAt: "", leftAt: "", finishedAt: "" };

  test("makes a call one of unknown end, and nothing it says was seen counts", () => {
    expect(heard(ran("1"), row(), wanted("2"))).toMatchObject({
      ranFor: digests("2"),
      restart: { record: { ...unproven, action: "restart" }, forHealth: false },
    });
    const gone = row({ action: "delete" });
    const known = ran("1", { restart: { record: failed, forHealth: true } });
    expect(heard(known, gone, wanted("1", "deleted"))).toMatchObject({
      ...known,
      deletion: { record: { ...unproven, action: "delete" }, triggers: digests("2") },
    });
    expect(heard(undefined, gone, wanted("1", "deleted"))?.ranFor).toEqual(digests("1"));
  });

  test("counts if it is as old as the entry", () => {
    const entry = ran("1", { proven: row().record });
    expect(heard(entry, row(), wanted("2"))?.restart?.record.result).toBe("unknown");
  });

  test("does not count if it is older than the entry, or about another action", () => {
    const entry = ran("1", { proven: recordOf({ finishedAt: "2999-01-01T00:00:01.000Z" }) });
    expect(heard(entry, row(), wanted("2"))).toBe(entry);
    const other = ran("1");
    expect(heard(other, row(), wanted("3"))).toBe(other);
    expect(heard(other, row({ result: "failed" }), wanted("2"))).toBe(other);
    const tried = row({ result: "failed", status: "ERROR", wasFaulty: true });
    expect(heard(other, tried, wanted("2"))).toBe(other);
  });
});

test("the newest record of an entry is the one that ended last, whatever its action is", () => {
  const at = (hour: number): string => `2026-01-01T0${hour}:00:00.000Z`;
  const entryOfTimes = (proven: number, restart: number, deleted: number): Entry =>
    ran("1", {
      proven: recordOf({ finishedAt: at(proven) }),
      restart: { record: { ...failed, finishedAt: at(restart) }, forHealth: false },
      deletion: { record: { ...deletion, finishedAt: at(deleted) }, triggers: digests("1") },
    });
  const [first, second, third] = [entryOfTimes(3, 1, 2), entryOfTimes(1, 3, 2), entryOfTimes(1, 2, 3)];
  expect(newestOf(first)).toBe(first.proven);
  expect(newestOf(second)).toBe(second.restart?.record);
  expect(newestOf(third)).toBe(third.deletion?.record);
  expect(newestOf(ran("1"))).toBeUndefined();
});

describe("the record that results show when nothing is due", () => {
  const early = recordOf({ finishedAt: "2026-01-01T00:00:01.000Z" });
  const late = openRecord({ action: "delete", result: "failed", finishedAt: "2026-01-01T00:00:09.000Z" });

  test("is the last one, unless that was never sent: then the last one that was", () => {
    const entry = ran("1", { proven: early, deletion: { record: late, triggers: digests("1") } });
    expect(newestOf(entry)).toBe(late);
    expect(newestOf(undefined)).toBeUndefined();
    expect(shownRecord(entry, unsent)).toBe(late);
    expect(shownRecord(ran("1", { proven: early }), unsent)).toBe(early);
    expect(shownRecord(ran("1"), unsent)).toBeUndefined();
    expect(shownRecord(entry, failed)).toBe(failed);
    expect(shownRecord(entry, undefined)).toBeUndefined();
    const gone = recordOf({ action: "delete", submittedAt: "" });
    expect(shownRecord(entry, gone)).toBe(gone);
  });
});
