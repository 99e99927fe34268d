import { isCallFailure } from "../../domain/call-failure";
import type {
  ApplyRequest,
  ApplyResponse,
  CallContext,
  PlanRequest,
  PlanResponse,
  ReadRequest,
  ReadResponse,
  Resource,
} from "../../framework/resource";
import { findCandidates, stillThere } from "../../rollout/failed-creations";
import { providerNotConfigured, serviceFailed } from "../messages";
import { failedInstancePurgeSchema } from "../schemas/failed-instance-purge";
import { type ProviderData, readyData, recently } from "../service";
import { announcedBy, answerApply, answerPlan } from "./answer";
import { encodeCandidates } from "./candidates";
import { engineOf, gather } from "./gather";
import { judgePurge } from "./judge";
import { look, lookForPlan } from "./look";
import { decodePrivate, encodePrivate } from "./private-state";
import { purgedSince } from "./record";

type Schema = typeof failedInstancePurgeSchema;

/** `dms_failed_instance_purge` in the framework's terms. */
export const failedInstancePurge: Resource<Schema, ProviderData> = {
  schema: failedInstancePurgeSchema,
  plan: planPurge,
  apply: applyPurge,
  read: readPurge,
  destroy: () => Promise.resolve([]),
};

/**
 * Lists what will be removed. An update takes it from state, where a refresh has put it. A creation has to ask the service: when
 * Terraform plans once more inside apply and the answer has changed, it refuses the apply itself.
 */
async function planPurge(
  { proposed, prior, priorPrivate, seen }: PlanRequest<Schema>,
  { provider, signal }: CallContext<ProviderData>,
): Promise<PlanResponse<Schema>> {
  const situation = gather({ config: proposed, prior, private: priorPrivate, seen }, provider);
  const sight = await lookForPlan(situation, signal);
  return answerPlan(proposed, situation, judgePurge(situation, sight));
}

/** Removes what the plan lists, and records it. Sends requests. */
async function applyPurge(
  { planned, prior, plannedPrivate, seen }: ApplyRequest<Schema>,
  { provider, signal, log }: CallContext<ProviderData>,
): Promise<ApplyResponse<Schema>> {
  const situation = gather({ config: planned, prior, private: plannedPrivate, seen }, provider);
  const { ready, engine } = situation;
  if (ready === undefined || engine === undefined) return { state: prior, diagnostics: [providerNotConfigured()] };
  const sight = await look(situation, signal);
  const judgement = judgePurge(situation, sight, announcedBy(planned));
  return answerApply({ prior, situation, judgement, engine, ready }, { signal, log });
}

/** Lists what has failed, and looks for what an open purge had still to remove. */
async function readPurge(
  { state, private: priorPrivate }: ReadRequest<Schema>,
  context: CallContext<ProviderData>,
): Promise<ReadResponse<Schema>> {
  const ready = readyData(context.provider);
  const engine = engineOf(state);
  if (ready === undefined || engine === undefined) return { state };
  try {
    const candidates = await findCandidates(recently(ready.service), engine, context.signal);
    const refreshed = { ...state, pending: encodeCandidates(candidates) };
    const { object, open } = decodePrivate(priorPrivate);
    if (open === undefined) return { state: refreshed };
    const left = await stillThere(ready.service, open.candidates, candidates, context.signal);
    const since = purgedSince(state, open, left);
    return { state: { ...refreshed, ...since.recorded }, private: encodePrivate({ object, open: since.open }) };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { state, diagnostics: [serviceFailed("looking for failed creations", thrown)] };
  }
}
