import type { ActionRecord } from "../action-record";
import type { InstanceId } from "../instance";

/** One-way digests of trigger values, by trigger name: enough to tell whether one has changed, and no more. */
export type Digests = ReadonlyMap<string, string>;

export function sameDigests(a: Digests, b: Digests): boolean {
  return a.size === b.size && [...a].every(([name, digest]) => b.get(name) === digest);
}

/** The record of an action that has left this machine and is not proven. */
export type OpenRecord = ActionRecord & { readonly result: "failed" | "unknown" };

export interface OpenRestart {
  readonly record: OpenRecord;
  /** It was sent for the instance's health and nothing else: once the instance is well, it is not due any more. */
  readonly forHealth: boolean;
  /** It left the instance in ERROR, as it was before, and a look has seen it well since: that episode of ERROR is over. */
  readonly seenWell?: true;
}

export interface OpenDeletion {
  readonly record: OpenRecord;
  /** The triggers that were declared when it was last asked for. */
  readonly triggers: Digests;
}

/**
 * What the instance was last restarted for: the triggers of its adoption, or of the last restart that was sent for it.
 *
 * - `configured`: it was imported and takes the triggers of the first configuration.
 * - `nothing`: it is to be restarted on creation, and no call was made yet.
 * - `unknown`: state alone is known, and says that a restart was not sent; what it was restarted for before is lost.
 */
export type RanFor = Digests | "configured" | "nothing" | "unknown";

/** What is known of one instance between runs. What was never sent is not in it. */
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

/** What a run did with one instance, and the triggers that it did it for. */
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
 * Whether a row says nothing beyond what state holds of its instance. State that lacks the triggers of the run has not been written
 * after it: a refresh brought the record there. A call of unknown end stays known until state holds its end: its object may be
 * replaced by one that knows nothing of it.
 */
export function isSettledBy({ record, triggers }: JournalRow, saved: JournalRow | undefined): boolean {
  if (saved === undefined || record.finishedAt > saved.record.finishedAt) return false;
  if (record.result !== "unknown") return sameDigests(triggers, saved.triggers);
  const { action, result } = saved.record;
  return result === "success" || (result === "failed" && action === record.action);
}
