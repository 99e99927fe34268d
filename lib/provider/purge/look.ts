import { type CallFailure, isCallFailure } from "../../domain/call-failure";
import { type Candidate, findCandidates } from "../../rollout/failed-creations";
import type { PurgeSituation } from "./gather";

// Look: the failed creations that the service lists. The only call before the purge is sent.

export type PurgeSight =
  | { readonly kind: "listed"; readonly candidates: readonly Candidate[] }
  | { readonly kind: "failed"; readonly failure: CallFailure }
  /** The service cannot be asked yet. */
  | { readonly kind: "unknown" };

/** One listing. Never rejects because of the service. */
export async function look(
  { ready, engine }: Pick<PurgeSituation, "ready" | "engine">,
  signal: AbortSignal,
): Promise<PurgeSight> {
  if (ready === undefined || engine === undefined) return { kind: "unknown" };
  try {
    return { kind: "listed", candidates: await findCandidates(ready.service, engine, signal) };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { kind: "failed", failure: thrown };
  }
}

/** The look of a plan. It does not repeat the listing of a refresh: a plan depends on a live read only if state has no list. */
export async function lookForPlan(situation: PurgeSituation, signal: AbortSignal): Promise<PurgeSight> {
  const { listed } = situation;
  return listed === undefined ? look(situation, signal) : { kind: "listed", candidates: listed };
}
