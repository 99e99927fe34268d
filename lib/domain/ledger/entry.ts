import type { ActionRecord } from "../action-record";
import type { InstanceId } from "../instance";

/** One-way digests of trigger values, by trigger name: they tell whether a value has changed, and nothing else. */
export type Digests = ReadonlyMap<string, string>;

export function sameDigests(a: Digests, b: Digests): boolean {
  return a.size === b.size && [...a].every(([name, digest]) => b.get(name) === digest);
}

/** The record of an action that has left this machine and is not proven. */
export type OpenRecord = ActionRecord & { readonly result: "failed" | "unknown" };

export interface OpenRestart {
  readonly record: OpenRecord;
  /** The restart was sent only for the instance's health: once the instance is well, it is no longer due. */
  readonly forHealth: boolean;
  /** The restart left the instance in ERROR, as before, and a look has seen the instance well since: that episode of ERROR is over. */
  readonly seenWell?: true;
}

export interface OpenDeletion {
  readonly record: OpenRecord;
  /** The triggers that were declared with the last request for this deletion. */
  readonly triggers: Digests;
}

/**
 * The cause of the instance's last restart: the triggers of its adoption, or of the last restart that was sent for it.
 *
 * - `configured`: the instance was imported and takes the triggers of the first configuration.
 * - `nothing`: the instance is to be restarted on creation, and no call was made yet.
 * - `unknown`: only state is known, and it says that a restart was not sent; the cause of the restart before that is lost.
 */
export type RanFor = Digests | "configured" | "nothing" | "unknown";

/** The knowledge of one instance between runs. An action that was never sent leaves no trace in it. */
export interface Entry {
  readonly ranFor: RanFor;
  /** The restart for `ranFor`, while it is not proven. */
  readonly restart?: OpenRestart;
  /** The last deletion, while it is not proven. */
  readonly deletion?: OpenDeletion;
  /** The last action that is proven, unless a later one was sent. */
  readonly proven?: ActionRecord;
}

/** Entries by instance id. An id without an entry has never been adopted. */
export type Ledger = ReadonlyMap<InstanceId, Entry>;

/** The action of a run on one instance, and the triggers that caused it. */
export interface JournalRow {
  readonly record: ActionRecord;
  readonly triggers: Digests;
}

/** Whether a call was made, or may have been. */
export function isSent(record: ActionRecord): boolean {
  return record.submittedAt !== "" || record.result === "unknown";
}

export function isOpenRecord(record: ActionRecord): record is OpenRecord {
  return isSent(record) && (record.result === "failed" || record.result === "unknown");
}

/**
 * Whether state holds everything that a row says of its instance. State that lacks the triggers of the run was not written after the run: a
 * refresh brought the record there. A call of unknown end stays known until state holds its end: a new object that knows nothing of the
 * call may replace its object.
 */
export function isSettledBy({ record, triggers }: JournalRow, saved: JournalRow | undefined): boolean {
  if (saved === undefined || record.finishedAt > saved.record.finishedAt) return false;
  if (record.result !== "unknown") return sameDigests(triggers, saved.triggers);
  const { action, result } = saved.record;
  return result === "success" || (result === "failed" && action === record.action);
}
