import { timestamp } from "../../domain/action-record";
import type { SeenObject } from "../../framework/resource";
import { byNameAndId } from "../../domain/order";
import { type Candidate, without } from "../../rollout/failed-creations";
import { decodeCandidates, encodeCandidates, type PurgeState } from "./candidates";
import type { OpenPurge } from "./private-state";
import type { PurgeOutcome } from "../../rollout/purge";

type Purged = Pick<PurgeState, "purged" | "purged_at">;

/** What is recorded after a run: the last purge that was carried out for certain. Pure. */
export function purgedBy({ removed, sentAtMs }: PurgeOutcome, known: Purged | undefined): Purged {
  if (sentAtMs !== undefined) return { purged: encodeCandidates(removed), purged_at: timestamp(sentAtMs) };
  return { purged: known?.purged ?? [], purged_at: known?.purged_at ?? null };
}

/** What a run leaves open; of one that made no call, what was open before. Pure. */
export function openAfter({ unseen, calledAtMs }: PurgeOutcome, earlier: OpenPurge | undefined): OpenPurge | undefined {
  if (calledAtMs === undefined) return earlier;
  return unseen.length === 0 ? undefined : { sentAt: timestamp(calledAtMs), candidates: unseen };
}

/**
 * What is recorded once instances of an open purge are gone: it has removed them. Nothing else that vanishes is recorded, because
 * no call was made for it. Pure.
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
 * The object that a creation succeeds: one whose creation failed has got no `id`, and Terraform plans its successor as if nothing
 * had been there. Of several nobody knows which it is. Pure.
 */
export function predecessorOf(engine: string, seen: readonly SeenObject<PurgeState>[]): PurgeState | undefined {
  const [first, ...others] = seen
    .map(({ state }) => state)
    .filter((state) => state.id === null && state.engine === engine);
  return others.length === 0 ? first : undefined;
}
