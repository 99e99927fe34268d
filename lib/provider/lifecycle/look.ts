import { type CallFailure, isCallFailure } from "../../domain/call-failure";
import type { InstanceId } from "../../domain/instance";
import { evidenceIn, hasOpenCalls, type JournalRows, openRows } from "../../domain/ledger/evidence";
import { showsReady } from "../../domain/sharing/shared-looks";
import { deletedStatus } from "../../domain/status";
import { lookAtEach, statusesOf } from "../../rollout/look";
import type { RunRecords } from "../runs/memory";
import { type ReadyProvider, recently } from "../connection/service";
import type { Situation } from "./gather";
import type { Found } from "./model";

// Look: the service's view of the instances. These are the only calls before an action is sent; they do not depend on a decision.

/** The result of a look at the newcomers: declared instances that no refresh has seen. */
export interface Sight {
  readonly newcomers: ReadonlySet<InstanceId>;
  readonly found: Found;
  /** Newcomers whose read failed. */
  readonly unread: ReadonlyMap<InstanceId, CallFailure>;
  /** The look failed as a whole. */
  readonly failure: CallFailure | undefined;
  /** Calls of unknown end whose instance this look saw leave its status. */
  readonly evidence: JournalRows;
}

const nothingSeen: Omit<Sight, "newcomers"> = {
  found: new Map(),
  unread: new Map(),
  failure: undefined,
  evidence: new Map(),
};

/** The result without a look. */
export const unseen: Sight = { newcomers: new Set(), ...nothingSeen };

/** Looks at the newcomers, if there are any. Never rejects because of the service. */
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
    const reading = hasOpenCalls(journal) ? service : recently(service, showsReady(newcomers));
    const { found, unread } = await lookAtEach(reading, ids, signal);
    const open = openRows((id) => known.get(id)?.entry, journal, ids);
    const evidence = await keepEvidence(open, statusesOf(found), ready.clock.now(), records);
    return { newcomers, found, unread, failure: undefined, evidence };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { newcomers, ...nothingSeen, failure: thrown };
  }
}

/** Records in the journal that instances have left the status before a call. Answers the recorded rows. */
export async function keepEvidence(
  open: JournalRows,
  statuses: ReadonlyMap<InstanceId, string>,
  nowMs: number,
  records: RunRecords,
): Promise<JournalRows> {
  const evidence = evidenceIn(open, statuses, nowMs);
  if (evidence.size > 0) await (await records.begin()).save(evidence);
  return evidence;
}

/** Ids that need a read. An instance that is known to be gone stays gone unless the list shows it again. */
function idsToRead(
  declared: readonly { readonly id: InstanceId }[],
  statuses: ReadonlyMap<InstanceId, string>,
): readonly InstanceId[] {
  return declared.map(({ id }) => id).filter((id) => statuses.get(id) !== deletedStatus);
}

/** The result of a look at declared instances, and the ids whose own read failed. */
export type DeclaredLook = Pick<Sight, "found" | "unread">;

/**
 * One look at all declared instances, for a refresh and for the end of a run. No call depends on it, so `service` may answer with a recent
 * listing (J4). Rejects with a `CallFailure` if it failed for all of them: no list, no login, or an interrupt.
 */
export async function lookAtDeclared(
  service: Pick<ReadyProvider["service"], "list" | "get">,
  declared: readonly { readonly id: InstanceId }[],
  statuses: ReadonlyMap<InstanceId, string>,
  signal: AbortSignal,
): Promise<DeclaredLook> {
  const { isListed, found, unread } = await lookAtEach(service, idsToRead(declared, statuses), signal);
  // Credentials with which instances were listed or read are not wrong for all of them.
  const areAccepted = isListed || found.size > 0;
  const general = [...unread.values()].find((each) => isOfAll(each) && (each.code === "interrupted" || !areAccepted));
  if (general !== undefined) throw general;
  return { found, unread };
}

/** Whether the failure of one read concerns all of them. */
export function isOfAll({ code }: CallFailure): boolean {
  return code === "unauthenticated" || code === "interrupted";
}
