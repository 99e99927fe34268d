import type { ActionRecord } from "../action-record";
import type { InstanceId } from "../instance";
import { refusedIn } from "../rollout/reasons";
import { unsentRecord } from "../rollout/records";
import { noWord } from "../rollout/rollout";
import { isSent, type JournalRow, type Ledger } from "./entry";
import type { Desired, Due, Held, Hold } from "./judge";
import { after, settled, unsent } from "./record";
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

/** The record that results show of a held call: the last call for this cause or, if there was none, that no call was made. */
export function heldRecord({ records, ledger, statuses }: JudgedRun, { due, hold }: Held, nowMs: number): ActionRecord {
  const known = [records.get(due.id), ledger.get(due.id)?.restart?.record];
  const last = known.find((record) => record !== undefined && isOfHold(record, due, hold));
  if (last !== undefined) return withWayBack(last, hold);
  const status = hold.kind === "status" ? hold.status : (statuses.get(due.id) ?? "");
  const outcome = { result: "not_started", reason: refusedIn(due.action, status), nowMs } as const;
  return withWayBack(unsentRecord({ ...due, wave: 0 }, status, noWord, outcome), hold);
}

/** Whether a record belongs to the held call and to the reason for holding it. */
function isOfHold(record: ActionRecord, { action }: Due, hold: Hold): boolean {
  if (record.action !== action || record.result === "success") return false;
  if (hold.kind === "tried") return isSent(record);
  return !isSent(record) && record.status === hold.status;
}

/** The record, completed by the condition under which a held call is due again. */
export function withWayBack(record: ActionRecord, hold: Hold | undefined): ActionRecord {
  if (hold === undefined) return record;
  const clause = waysBack[hold.kind];
  return record.reason.endsWith(clause) ? record : { ...record, reason: `${record.reason}; ${clause}` };
}

const waysBack: Readonly<Record<Hold["kind"], string>> = {
  status: "it is due again once a refresh shows another status",
  tried: "it was in ERROR before, and is restarted again only for new restart_triggers",
};
