import { isCallFailure } from "../../domain/call-failure";
import type { Engine } from "../../domain/instance";
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
import { type Candidate, findCandidates, stillThere } from "../../rollout/failed-creations";
import { projectToldTwice, providerNotConfigured, serviceFailed } from "../messages";
import { inPlace } from "../messages/sentence";
import { failedInstancePurgeSchema } from "../schemas/failed-instance-purge";
import { type Connections, locate, type ReadyProvider, recently, refreshInPlace } from "../connection/service";
import { announcedBy, answerApply, answerPlan } from "./answer";
import { engineOf, gather } from "./gather";
import { judgePurge } from "./judge";
import { look, lookForPlan } from "./look";
import { decodePrivate, encodePrivate, encodeCandidates } from "./stored";
import { purgedSince } from "./record";

type Schema = typeof failedInstancePurgeSchema;

/** The resource `dms_failed_instance_purge`. */
export const failedInstancePurge: Resource<Schema, Connections> = {
  schema: failedInstancePurgeSchema,
  validate: projectToldTwice,
  plan: planPurge,
  apply: applyPurge,
  read: readPurge,
  destroy: () => Promise.resolve([]),
};

/**
 * Lists the candidates for removal. An update takes them from state, where a refresh has put them. A creation has to ask the service: if
 * the answer has changed when Terraform plans again inside apply, Terraform itself refuses the apply.
 */
async function planPurge(
  { proposed, prior, priorPrivate, seen }: PlanRequest<Schema>,
  { provider, signal }: CallContext<Connections>,
): Promise<PlanResponse<Schema>> {
  const { data, diagnostics } = await locate(provider, proposed);
  if (diagnostics.length > 0) return { planned: proposed, diagnostics: inPlace(diagnostics, proposed) };
  const situation = gather({ config: proposed, prior, private: priorPrivate, seen }, data);
  const sight = await lookForPlan(situation, signal);
  const answer = answerPlan(proposed, situation, judgePurge(situation, sight));
  return { ...answer, diagnostics: inPlace(answer.diagnostics ?? [], proposed) };
}

/** Removes the candidates of the plan and records it. Sends requests. */
async function applyPurge(
  { planned, prior, plannedPrivate, seen }: ApplyRequest<Schema>,
  { provider, signal, log }: CallContext<Connections>,
): Promise<ApplyResponse<Schema>> {
  const { data, diagnostics } = await locate(provider, planned);
  if (diagnostics.length > 0) return { state: prior, diagnostics: inPlace(diagnostics, planned) };
  const situation = gather({ config: planned, prior, private: plannedPrivate, seen }, data);
  const { ready, engine } = situation;
  if (ready === undefined || engine === undefined) return { state: prior, diagnostics: [providerNotConfigured()] };
  const sight = await look(situation, signal);
  const judgement = judgePurge(situation, sight, announcedBy(planned));
  const answer = await answerApply({ prior, situation, judgement, engine, ready }, { signal, log });
  return { ...answer, diagnostics: inPlace(answer.diagnostics ?? [], planned) };
}

/** Lists the failed creations, and looks for the instances that an open purge has still to remove. */
async function readPurge(
  request: ReadRequest<Schema>,
  { provider, signal }: CallContext<Connections>,
): Promise<ReadResponse<Schema>> {
  const { state } = request;
  const engine = engineOf(state);
  return refreshInPlace(state, provider, async (ready) =>
    engine === undefined ? { state } : await refreshed(request, engine, ready, signal),
  );
}

async function refreshed(
  { state, private: priorPrivate }: ReadRequest<Schema>,
  engine: Engine,
  ready: ReadyProvider,
  signal: AbortSignal,
): Promise<ReadResponse<Schema>> {
  try {
    const candidates = await findCandidates(recently(ready.service), engine, signal);
    const current = { ...state, pending: encodeCandidates(candidates) };
    const { object, open } = decodePrivate(priorPrivate);
    const enterpriseProjects = ready.enterpriseProjectId === undefined ? undefined : projectsOf(candidates);
    if (open === undefined) {
      return enterpriseProjects === undefined
        ? { state: current }
        : { state: current, private: encodePrivate({ object, open, enterpriseProjects }) };
    }
    const left = await stillThere(ready.service, open.candidates, candidates, signal);
    const since = purgedSince(state, open, left);
    return {
      state: { ...current, ...since.recorded },
      private: encodePrivate({ object, open: since.open, enterpriseProjects }),
    };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { state, diagnostics: [serviceFailed("looking for failed creations", thrown)] };
  }
}

function projectsOf(candidates: readonly Candidate[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    candidates.flatMap(({ id, enterpriseProjectId }) =>
      enterpriseProjectId === undefined ? [] : [[id, enterpriseProjectId]],
    ),
  );
}
