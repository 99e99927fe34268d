import { hearsayRecord } from "./left-behind";
import { type ActionRecord, newestRecord, triedInError, timestamp } from "../action-record";
import { classifyStatus, isRestartWord, isEnd } from "../status";
import {
  type Entry,
  isOpenRecord,
  isSent,
  type JournalRow,
  type OpenDeletion,
  type OpenRecord,
  type OpenRestart,
  sameDigests,
} from "./entry";
import { type Desired, type Due, isGoneStatus } from "./judge";

/**
 * How the entry of an instance changes.
 *
 *  E1  An action that was not sent leaves the entry unchanged.
 *  E2  A sent restart sets `ranFor`, proven or not.
 *  E3  A deletion of unknown end stays known until its end is known or the service accepts a restart, because it refuses to restart an
 *      instance that is being deleted.
 *  E4  A look adds evidence to an action of unknown end; of a restart that left the instance in ERROR as it was before, it ends the
 *      episode when it sees the instance well. It changes nothing else.
 *  E5  A journal row may keep a call back or turn it into a `verify`. It never makes a call due. If an instance is to be deleted, a restart
 *      in a row counts for any triggers, because the deletion may have no effect. If an instance is adopted, a deletion of unknown end is
 *      looked up, and any other row counts only instead of a call. A restart that failed counts where it left the instance in ERROR, as it
 *      was before (L10). A row that this user's provider did not write turns a call into a `verify`, and proves nothing.
 *  E6  A row of state alone implies an entry; only entries that differ from that are stored.
 *  E7  An imported instance takes the triggers of the first configuration that is applied, also where its action fails or is not sent.
 */

/** A row of state: the declared triggers, and the last record. */
export interface StateRow {
  readonly triggers: Desired["triggers"];
  readonly last: ActionRecord | undefined;
}

/** The entry that state alone implies (E6). */
export function entryOf({ triggers, last: record }: StateRow): Entry {
  if (record === undefined) return { ranFor: triggers };
  const last = inState(record);
  if (last.result === "success") return { ranFor: triggers, proven: last };
  if (!isOpenRecord(last)) return { ranFor: last.action === "restart" ? "unknown" : triggers };
  return last.action === "restart"
    ? { ranFor: triggers, restart: { record: last, forHealth: false } }
    : { ranFor: triggers, deletion: { record: last, triggers } };
}

/** A record as state returns it: without the fields that no attribute holds. */
function inState(record: ActionRecord): ActionRecord {
  const kept: { -readonly [Field in keyof ActionRecord]: ActionRecord[Field] } = { ...record };
  delete kept.why;
  delete kept.endedBy;
  delete kept.calledAt;
  delete kept.watchedUntil;
  delete kept.wordsSeen;
  delete kept.wasFaulty;
  return kept;
}

/** The entry after an action that was due has ended as `record` says. */
export function after(before: Entry | undefined, due: Due, record: ActionRecord, wanted: Desired): Entry {
  const { triggers } = wanted;
  const entry = configuredBy(before, wanted);
  if (due.verb !== "verify" && record.result !== "success" && !isSent(record)) {
    return unsent(entry, due, wanted);
  }
  if (record.result === "success") return afterProof(entry, due, record, wanted);
  const open: OpenRecord = { ...record, result: record.result === "failed" ? "failed" : "unknown" };
  if (due.action === "delete") {
    const { ranFor = triggers, restart } = entry ?? {};
    return { ranFor, ...(restart && { restart }), deletion: { record: open, triggers } };
  }
  if (due.verb === "verify") {
    const { ranFor = triggers, restart, deletion } = entry ?? {};
    return {
      ranFor,
      restart: { record: open, forHealth: restart?.forHealth ?? false },
      ...(deletion && { deletion }),
    };
  }
  return restartSent(entry, open, triggers);
}

/** E1: the entry of an instance for which an action is due, and was not sent. */
export function unsent(entry: Entry | undefined, { action }: Due, wanted: Desired): Entry {
  return configuredBy(entry, wanted) ?? { ranFor: action === "restart" ? "nothing" : wanted.triggers };
}

/** E7 */
function configuredBy(entry: Entry | undefined, { triggers }: Desired): Entry | undefined {
  return entry?.ranFor === "configured" ? { ...entry, ranFor: triggers } : entry;
}

function afterProof(entry: Entry | undefined, due: Due, record: ActionRecord, wanted: Desired): Entry {
  const settledFor = { ranFor: wanted.triggers, proven: record };
  if (due.action === "restart") {
    if (due.verb === "restart" || entry === undefined) return settledFor;
    return { ranFor: entry.ranFor, ...(entry.deletion && { deletion: entry.deletion }), proven: record };
  }
  if (wanted.state === "deleted" || entry === undefined) return settledFor;
  return { ranFor: entry.ranFor, ...(entry.restart && { restart: entry.restart }), proven: record };
}

function restartSent(entry: Entry | undefined, record: OpenRecord, triggers: Desired["triggers"]): Entry {
  return {
    ranFor: triggers,
    restart: { record, forHealth: isForHealth(entry, triggers) },
    ...openAfterRestart(entry?.deletion, record),
  };
}

function isForHealth(entry: Entry | undefined, triggers: Desired["triggers"]): boolean {
  if (entry === undefined) return false;
  const { ranFor, restart } = entry;
  const isSameCause = typeof ranFor === "string" ? ranFor === "configured" : sameDigests(ranFor, triggers);
  return isSameCause && (restart?.forHealth ?? true);
}

/** E3 */
function openAfterRestart(deletion: OpenDeletion | undefined, { accepted }: ActionRecord): Pick<Entry, "deletion"> {
  return deletion?.record.result === "unknown" && !accepted ? { deletion } : {};
}

/** The entry after a run in which nothing was due for the instance: an adoption, or as it was. */
export function settled(before: Entry | undefined, wanted: Desired, status: string | undefined): Entry {
  const { triggers, state } = wanted;
  const entry = configuredBy(before, wanted);
  if (entry === undefined) return { ranFor: triggers };
  const isRetired = state === "deleted" && isGoneStatus(status);
  if (isRetired) return { ranFor: triggers, ...(entry.proven && { proven: entry.proven }) };
  if (isGoneStatus(status)) return entry;
  const adopted = entry.ranFor === "nothing" ? { ...entry, ranFor: triggers } : entry;
  const { deletion, ...others } = adopted;
  // A deletion that failed and is no longer wanted is over: if a user deletes the instance later, it was not this deletion.
  return state === "running" && deletion?.record.result === "failed" ? others : adopted;
}

/** E4: the entry after a look at the instance, which may show the progress of its open actions. */
export function looked(entry: Entry, status: string, nowMs: number): Entry {
  const { restart, deletion } = entry;
  return {
    ...entry,
    ...(restart && { restart: restartLooked(restart, status, nowMs) }),
    ...(deletion && { deletion: { ...deletion, record: recordLooked(deletion.record, status, nowMs) } }),
  };
}

function restartLooked(restart: OpenRestart, status: string, nowMs: number): OpenRestart {
  if (triedInError(restart.record)) {
    return classifyStatus(status) === "ready" ? { ...restart, seenWell: true } : restart;
  }
  return { ...restart, record: recordLooked(restart.record, status, nowMs) };
}

/**
 * E4 for one record: RESTARTING, once seen, is evidence that a later `verify` needs, when the instance may be RUNNING again. A record whose
 * end is known stays as it is.
 */
export function recordLooked<R extends ActionRecord>(record: R, status: string, nowMs: number): R {
  if (record.result !== "unknown") return record;
  if (record.action === "delete") return { ...record, status };
  if (isKept(record, status)) return record;
  // P6: without a known call, a change of status is not evidence.
  const left = record.leftAt === "" && record.submittedAt !== "" && isRestartWord(status);
  return { ...record, ...wordsAfter(record, status), status, leftAt: left ? timestamp(nowMs) : record.leftAt };
}

/** The statuses that looks have shown while none has seen the restart: with a change among them, it may be over (P5). */
function wordsAfter(record: ActionRecord, status: string): Pick<ActionRecord, "wordsSeen"> {
  const { wordsSeen = [], status: before, leftAt } = record;
  if (leftAt !== "" || before === "" || before === status || isRestartWord(status)) return {};
  return { wordsSeen: [...new Set([...wordsSeen, before, status])] };
}

/** An instance that is gone tells nothing about its restart. A restart that ended in ERROR has failed (P2). */
function isKept({ status: before, leftAt }: ActionRecord, status: string): boolean {
  return classifyStatus(status) === "gone" || (leftAt !== "" && isEnd(before));
}

/** E5: a call of an earlier run of this user counts as made if it had the cause that is declared now. */
export function joined(entry: Entry | undefined, row: JournalRow, wanted: Desired): Entry | undefined {
  const { record, triggers } = row;
  if (!wasSentFor(row, wanted, entry) || isKnown(entry, record)) return entry;
  if (record.action === "delete") {
    return isOpenRecord(record) ? deletionSent(entry, row, record, wanted) : deletionProven(entry, record, wanted);
  }
  const joinedEntry = isOpenRecord(record)
    ? restartSent(entry, newerOpen(entry?.restart?.record, record), triggers)
    : { ranFor: triggers, proven: record };
  // If the instance is to be deleted, a restart never makes an earlier deletion due again.
  return wanted.state === "deleted" && entry?.deletion ? { ...joinedEntry, deletion: entry.deletion } : joinedEntry;
}

/** Once a later deletion is proven, the earlier one is neither repeated nor looked up. */
function deletionProven(entry: Entry | undefined, record: ActionRecord, { triggers }: Desired): Entry | undefined {
  return entry?.deletion === undefined ? entry : { ranFor: triggers, proven: record };
}

function deletionSent(entry: Entry | undefined, row: JournalRow, record: OpenRecord, wanted: Desired): Entry {
  const { ranFor = wanted.triggers, restart, deletion } = entry ?? {};
  // Triggers that were declared with an earlier deletion of unknown end stay known: if they counted as new, a restart would be due.
  const triggers = deletion?.record.result === "unknown" ? deletion.triggers : row.triggers;
  const open = { record: newerOpen(deletion?.record, record), triggers };
  return { ranFor, ...(restart && { restart }), deletion: open };
}

/**
 * E5 for a row that this user's provider did not write, if a call would be sent: the call counts as one of unknown end, and the
 * observations in the row do not count.
 */
export function heard(entry: Entry | undefined, row: JournalRow, wanted: Desired): Entry | undefined {
  const known = newestOf(entry);
  const isOlder = known !== undefined && known.finishedAt > row.record.finishedAt;
  if (isOlder || row.record.result === "failed" || !wasSentFor(row, wanted, entry)) return entry;
  const record = hearsayRecord(inState(row.record));
  if (record.action === "restart") return restartSent(entry, record, row.triggers);
  const { ranFor = wanted.triggers, restart } = entry ?? {};
  return { ranFor, ...(restart && { restart }), deletion: { record, triggers: row.triggers } };
}

/** Whether the entry already contains the row's record or a newer one. */
function isKnown(entry: Entry | undefined, { finishedAt }: ActionRecord): boolean {
  const known = newestOf(entry);
  if (known === undefined || known.finishedAt < finishedAt) return false;
  return known.finishedAt > finishedAt || known.result !== "unknown";
}

/** A deletion that may be under way also counts for an adopted instance that is wanted again: it is watched first (L7). */
function wasSentFor({ record, triggers: ran }: JournalRow, wanted: Desired, entry: Entry | undefined): boolean {
  const { state, triggers } = wanted;
  if (record.result !== "success" && record.result !== "unknown" && !triedInError(record)) return false;
  if (state === "deleted") return record.action === "delete" || record.result === "unknown" || entry !== undefined;
  if (record.action === "delete") return record.result === "unknown" && entry !== undefined;
  return sameDigests(triggers, ran);
}

function newerOpen(known: OpenRecord | undefined, record: OpenRecord): OpenRecord {
  return known !== undefined && newestRecord(known, record) === known ? known : record;
}

/** The last record of an action that was sent. */
export function newestOf(entry: Entry | undefined): ActionRecord | undefined {
  const { restart, deletion, proven } = entry ?? {};
  const records = [proven, restart?.record, deletion?.record].filter((record) => record !== undefined);
  return records.reduce<ActionRecord | undefined>(
    (newest, record) => (newest === undefined ? record : newestRecord(newest, record)),
    undefined,
  );
}

/**
 * The record that results show of an instance without a due action. A record of an action that was never sent is not shown; the last sent
 * one is.
 */
export function shownRecord(entry: Entry | undefined, last: ActionRecord | undefined): ActionRecord | undefined {
  return last !== undefined && last.result !== "success" && !isSent(last) ? newestOf(entry) : last;
}
