import { type ActionRecord, timestamp } from "../action-record";
import type { InstanceId } from "../instance";
import type { JournalRow, Ledger } from "./entry";
import type { JournalRows } from "./evidence";
import type { Desired, Held } from "./judge";
import { after, newestOf, settled, unsent } from "./record";
import type { Planned } from "./waves";

// The input that a run takes from the ledger, and the ledger after the run.

type Records = ReadonlyMap<InstanceId, ActionRecord>;

/** The due actions of a run, and the knowledge that they are based on. */
export interface JudgedRun {
  readonly desired: readonly Desired[];
  readonly planned: readonly Planned[];
  readonly held: readonly Held[];
  readonly ledger: Ledger;
  /** The record of each instance that results showed before the run. */
  readonly records: Records;
  readonly statuses: ReadonlyMap<InstanceId, string>;
}

/** The records of the calls that the run verifies. */
export function openRecords({ planned, ledger }: JudgedRun): Records {
  return new Map(
    planned.flatMap(({ id, verb, action }) => {
      const entry = ledger.get(id);
      const record = action === "restart" ? entry?.restart?.record : entry?.deletion?.record;
      return verb === "verify" && record !== undefined ? [[id, record] as const] : [];
    }),
  );
}

/**
 * The records of a run, none of which ended before a record of the same instance that the run knew of: in state, in the ledger or in the
 * journal. Records are told apart by their ends (`newestRecord`), and the clocks of two machines differ: without this, the record of a
 * machine that is ahead would count as the newer one, and a call made since would be forgotten and made again.
 */
export function inOrder({ ledger, records }: JudgedRun, journal: JournalRows, outcomes: Records): Records {
  return new Map(
    [...outcomes].map(([id, record]) => {
      const known = [records.get(id), newestOf(ledger.get(id)), journal.get(id)?.record];
      return [
        id,
        notBefore(
          record,
          known
            .map((each) => each?.finishedAt ?? "")
            .sort()
            .at(-1) ?? "",
        ),
      ] as const;
    }),
  );
}

function notBefore(record: ActionRecord, known: string): ActionRecord {
  if (known <= record.finishedAt) return record;
  const finishedAt = timestamp(Date.parse(known) + 1);
  return { ...record, finishedAt, ...(record.result === "unknown" && { watchedUntil: record.finishedAt }) };
}

/** The actions that the run has sent so far. If it is killed, the next run must not send them again. */
export function sentRows({ desired }: JudgedRun, records: Records): ReadonlyMap<InstanceId, JournalRow> {
  return new Map(
    desired.flatMap(({ id, triggers }) => {
      const record = records.get(id);
      return record === undefined || record.submittedAt === "" ? [] : [[id, { record, triggers }] as const];
    }),
  );
}

/** The entries after a run with these records. */
export function ledgerAfter({ desired, planned, held, ledger, statuses }: JudgedRun, records: Records): Ledger {
  const due = new Map(planned.map((item) => [item.id, item]));
  const unmade = new Map(held.map((each) => [each.due.id, each.due]));
  return new Map(
    desired.map((wanted) => {
      const entry = ledger.get(wanted.id);
      const item = due.get(wanted.id);
      const record = records.get(wanted.id);
      const call = unmade.get(wanted.id);
      if (call !== undefined) return [wanted.id, unsent(entry, call, wanted)] as const;
      if (item === undefined) return [wanted.id, settled(entry, wanted, statuses.get(wanted.id))] as const;
      if (record !== undefined) return [wanted.id, after(entry, item, record, wanted)] as const;
      return [wanted.id, entry ?? settled(entry, wanted, undefined)] as const;
    }),
  );
}

/** Names of the instances whose due action is not proven, sorted. */
export function unfinishedOf({ planned, held }: JudgedRun, records: Records): readonly string[] {
  const open = planned.filter(({ id }) => records.get(id)?.result !== "success");
  return [...open, ...held.map(({ due }) => due)].map(({ name }) => name).sort();
}
