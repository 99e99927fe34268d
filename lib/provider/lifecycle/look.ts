import { type CallFailure, isCallFailure } from "../../domain/call-failure";
import type { Instance, InstanceId } from "../../domain/instance";
import { isOpenRecord, type JournalRow } from "../../domain/ledger/entry";
import { recordLooked } from "../../domain/ledger/record";
import { classifyStatus, deletedStatus } from "../../domain/status";
import { lookAtEach, statusesOf } from "../../rollout/look";
import type { RunRecords } from "../memory";
import { type ReadyProvider, recently } from "../service";
import type { Situation } from "./gather";
import type { Found } from "./model";
import type { KnownInstance } from "./succession";

/* Look: what the service shows. The only calls before anything is sent; they depend on no decision. */

type Journal = ReadonlyMap<InstanceId, JournalRow>;

/** What a look at the newcomers shows: declared instances that no refresh has looked at. */
export interface Sight {
  readonly newcomers: ReadonlySet<InstanceId>;
  readonly found: Found;
  /** Those whose read failed. */
  readonly unread: ReadonlyMap<InstanceId, CallFailure>;
  /** The look failed as a whole. */
  readonly failure: CallFailure | undefined;
  /** Calls of unknown end whose instance was now seen to have left its status. */
  readonly evidence: Journal;
}

const nothingSeen: Omit<Sight, "newcomers"> = {
  found: new Map(),
  unread: new Map(),
  failure: undefined,
  evidence: new Map(),
};

/** No look at all. */
export const unseen: Sight = { newcomers: new Set(), ...nothingSeen };

/** Looks at the newcomers, when there are any. Never rejects for what the service does. */
export async function look(
  { wanted, known, journal, records }: Situation,
  ready: ReadyProvider | undefined,
  signal: AbortSignal,
): Promise<Sight> {
  const isNew = (id: InstanceId): boolean => known.get(id)?.observed === undefined;
  const ids = [...new Set(wanted.flatMap(({ id }) => (id !== undefined && isNew(id) ? [id] : [])))];
  const newcomers = new Set(ids);
  if (ready === undefined || ids.length === 0) return { newcomers, ...nothingSeen };
  try {
    const { service } = ready;
    const reading = hasOpenCalls(journal) ? service : recently(service, showsAtRest(newcomers));
    const { found, unread } = await lookAtEach(reading, ids, signal);
    const open = openRows(known, journal, ids);
    const evidence = await keepEvidence(open, statusesOf(found), ready.clock.now(), records);
    return { newcomers, found, unread, failure: undefined, evidence };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { newcomers, ...nothingSeen, failure: thrown };
  }
}

/** J6: what was never read may have been made, or have ended something, a moment ago. */
function showsAtRest(ids: ReadonlySet<InstanceId>): (listed: readonly Instance[]) => boolean {
  return (listed) => {
    const ready = listed.filter(({ id, status }) => ids.has(id) && classifyStatus(status) === "ready");
    return ready.length === ids.size;
  };
}

/** Whether what a look shows may become evidence of a call that stands in the journal: then it has to begin after the journal was read. */
export function hasOpenCalls(journal: Journal): boolean {
  return [...journal.values()].some(({ record }) => isOpenRecord(record));
}

/** Calls of unknown end, with the triggers they were made for. */
export function openRows(
  known: ReadonlyMap<InstanceId, Pick<KnownInstance, "entry">>,
  journal: Journal,
  ids: readonly InstanceId[],
): Journal {
  const open = new Map<InstanceId, JournalRow>();
  for (const id of ids) {
    const entry = known.get(id)?.entry;
    const row = journal.get(id);
    if (row !== undefined && isOpenRecord(row.record)) open.set(id, row);
    else if (entry !== undefined && entry !== "undecided" && entry.restart && typeof entry.ranFor !== "string") {
      open.set(id, { record: entry.restart.record, triggers: entry.ranFor });
    }
  }
  return open;
}

/**
 * Keeps, in the journal, that instances have left the status they had before a call. A restart may be over before the next
 * look, and not every look ends up in state; it changes what a `verify` can prove, never what is due. Answers what it kept.
 */
export async function keepEvidence(
  open: Journal,
  statuses: ReadonlyMap<InstanceId, string>,
  nowMs: number,
  records: RunRecords,
): Promise<Journal> {
  const evidence = new Map<InstanceId, JournalRow>();
  for (const [id, { record, triggers }] of open) {
    const status = statuses.get(id);
    if (status === undefined) continue;
    const after = recordLooked(record, status, nowMs);
    if (after.leftAt !== "" && record.leftAt === "") evidence.set(id, { record: after, triggers });
  }
  if (evidence.size > 0) await (await records.begin()).save(evidence);
  return evidence;
}

/** Ids worth a look: an instance known to be gone stays gone unless the list shows it again. */
function idsToRead(
  declared: readonly { readonly id: InstanceId }[],
  statuses: ReadonlyMap<InstanceId, string>,
): readonly InstanceId[] {
  return declared.map(({ id }) => id).filter((id) => statuses.get(id) !== deletedStatus);
}

/** What a look at declared instances has found, and those whose own read failed. */
export type DeclaredLook = Pick<Sight, "found" | "unread">;

/**
 * One look at all declared instances, each for itself, for a refresh and for the end of a run: no call hangs on it, so that `service` may
 * answer with a recent listing (J4). Rejects with a `CallFailure` if it failed for all of them: no list, no login, or an interrupt.
 */
export async function lookAtDeclared(
  service: Pick<ReadyProvider["service"], "list" | "get">,
  declared: readonly { readonly id: InstanceId }[],
  statuses: ReadonlyMap<InstanceId, string>,
  signal: AbortSignal,
): Promise<DeclaredLook> {
  const { found, unread } = await lookAtEach(service, idsToRead(declared, statuses), signal);
  const general = [...unread.values()].find(isOfAll);
  if (general !== undefined) throw general;
  return { found, unread };
}

/** Whether the failure of one read is the affair of all of them. */
export function isOfAll({ code }: CallFailure): boolean {
  return code === "unauthenticated" || code === "interrupted";
}
