import { type ActionRecord, newestRecord } from "../action-record";
import type { InstanceId } from "../instance";
import { type Entry, isOpenRecord, type JournalRow, sameDigests } from "./entry";
import { recordLooked, type StateRow } from "./record";
import { respelledRows, spellingOf } from "./spelling";

// The evidence of a look between runs about calls whose end is open, for the rows of state and of the journal.

/** Rows of state by instance id. */
export type Rows = ReadonlyMap<InstanceId, StateRow>;
/** Rows of the journal by instance id. */
export type JournalRows = ReadonlyMap<InstanceId, JournalRow>;

type Statuses = ReadonlyMap<InstanceId, string>;

/** Whether a look may become evidence of a call that stands in the journal: then it has to begin after the journal was read (J6). */
export function hasOpenCalls(journal: JournalRows): boolean {
  return [...journal.values()].some(({ record }) => isOpenRecord(record));
}

/** Calls of unknown end, with the triggers they were made for. The journal comes before the ledger. */
export function openRows(
  entryOf: (id: InstanceId) => Entry | "undecided" | undefined,
  journal: JournalRows,
  ids: readonly InstanceId[],
): JournalRows {
  const open = new Map<InstanceId, JournalRow>();
  for (const id of ids) {
    const entry = entryOf(id);
    const row = journal.get(id);
    if (row !== undefined && isOpenRecord(row.record)) open.set(id, row);
    else if (entry !== undefined && entry !== "undecided" && entry.restart && typeof entry.ranFor !== "string") {
      open.set(id, { record: entry.restart.record, triggers: entry.ranFor });
    }
  }
  return open;
}

/**
 * The open calls whose instance was seen to leave its status just now. A restart may be over before the next look, and not every look ends
 * up in state. The evidence changes the proofs of a `verify`, never the due actions.
 */
export function evidenceIn(open: JournalRows, statuses: Statuses, nowMs: number): JournalRows {
  return new Map(
    [...lookedRows(open, statuses, nowMs)].filter(
      ([id, { record }]) => record.leftAt !== "" && open.get(id)?.record.leftAt === "",
    ),
  );
}

/** The rows of the journal after a look. */
export function lookedRows(journal: JournalRows, statuses: Statuses, nowMs: number): JournalRows {
  return new Map(
    [...journal].map(([id, { record, triggers }]) => {
      const status = statuses.get(id);
      return [id, { record: status === undefined ? record : recordLooked(record, status, nowMs), triggers }] as const;
    }),
  );
}

/** The rows of state with the newest record of each instance and the evidence of a look. */
export function rowsAfter(rows: Rows, journal: JournalRows, statuses: Statuses, nowMs: number): Rows {
  return new Map(
    [...rows].map(([id, { triggers, last }]) => {
      const record: ActionRecord | undefined = journal.get(id)?.record ?? last;
      const status = statuses.get(id);
      const seen = record === undefined || status === undefined ? record : recordLooked(record, status, nowMs);
      return [id, { triggers, last: seen }] as const;
    }),
  );
}

/** The rows of state that have a record, in the form of the journal. */
export function savedRows(rows: Rows): JournalRows {
  return new Map(
    [...rows].flatMap(([id, { triggers, last }]) =>
      last === undefined ? [] : [[id, { record: last, triggers }] as const],
    ),
  );
}

/** The rows of the journal that state does not hold yet, by the ids as state spells them. */
export function beyondState(rows: Rows, journal: JournalRows): JournalRows {
  return new Map(
    [...respelledRows(journal, spellingOf(rows.keys()))].filter(([id, { record }]) => {
      const last = rows.get(id)?.last;
      return last === undefined || newestRecord(last, record) === record;
    }),
  );
}

/** Rows of the journal that this or an earlier refresh puts into state while state has other triggers. */
export function carried(rows: Rows, journal: JournalRows, earlier: JournalRows): JournalRows {
  const rowsOfMachine = [...journal].filter(([id, { triggers }]) => {
    const row = rows.get(id);
    return row !== undefined && (row.last === undefined || !sameDigests(row.triggers, triggers));
  });
  return new Map([...earlier, ...rowsOfMachine]);
}
