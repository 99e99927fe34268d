import { timestamp } from "../../domain/action-record";
import type { SeenObject } from "../../framework/resource";
import { byNameAndId } from "../../domain/instance";
import { type Candidate, without } from "../../rollout/failed-creations";
import { type OpenPurge, decodeCandidates, encodeCandidates, type PurgeState } from "./stored";
import type { PurgeOutcome } from "../../rollout/purge";

type Purged = Pick<PurgeState, "purged" | "purged_at">;

/** The record after a run: the last purge that was certainly carried out. Pure. */
export function purgedBy({ removed, sentAtMs }: PurgeOutcome, known: Purged | undefined): Purged {
  if (sentAtMs !== undefined) return { purged: encodeCandidates(removed), purged_at: timestamp(sentAtMs) };
  return { purged: known?.purged ?? [], purged_at: known?.purged_at ?? null };
}

/** The purge that is open after a run; after a run without a call, the earlier open one. Pure. */
export function openAfter({ unseen, calledAtMs }: PurgeOutcome, earlier: OpenPurge | undefined): OpenPurge | undefined {
  if (calledAtMs === undefined) return earlier;
  return unseen.length === 0 ? undefined : { sentAt: timestamp(calledAtMs), candidates: unseen };
}

/**
 * The record once instances of an open purge are gone: the purge has removed them. Other vanished instances are not recorded, because no
 * call was made for them. Pure.
 */
export function purgedSince(
  state: PurgeState,
  open: OpenPurge,
  left: readonly Candidate[],
): { readonly recorded: Purged; readonly open: OpenPurge | undefined } {
  const gone = without(open.candidates, left);
  const { purged, purged_at } = state;
  if (gone.length === 0) return { recorded: { purged, purged_at }, open };
  const earlier = purged_at === open.sentAt ? decodeCandidates(purged) : [];
  return {
    recorded: { purged: encodeCandidates([...earlier, ...gone].sort(byNameAndId)), purged_at: open.sentAt },
    open: left.length === 0 ? undefined : { ...open, candidates: left },
  };
}

/**
 * The object that a creation succeeds: one whose creation failed has no `id`, and Terraform plans its successor without mentioning it.
 * `undefined` unless there is exactly one. Pure.
 */
export function predecessorOf(engine: string, seen: readonly SeenObject<PurgeState>[]): PurgeState | undefined {
  const [first, ...others] = seen
    .map(({ state }) => state)
    .filter((state) => state.id === null && state.engine === engine);
  return others.length === 0 ? first : undefined;
}
