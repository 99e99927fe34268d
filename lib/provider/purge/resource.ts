import { isCallFailure } from "../../domain/call-failure";
import type { Engine } from "../../domain/instance";
import { timestamp } from "../../domain/record";
import { type Diagnostic, hasErrors } from "../../framework/diagnostic";
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
import type { ConfigOf } from "../../framework/schema";
import { unknown } from "../../framework/value";
import {
  purgeAhead,
  purgeGrew,
  purgeNamesNoEngine,
  purgeNotAllowed,
  purgeNotOffered,
  purgeTooLarge,
  providerNotConfigured,
  serviceFailed,
} from "../messages";
import { toNumber } from "../number";
import { failedInstancePurgeSchema } from "../schemas/failed-instance-purge";
import { type ProviderData, readyData, type Service } from "../service";
import { type Candidate, decodeCandidates, encodeCandidates, findCandidates, type PurgeState } from "./candidates";
import { purge, type PurgeOutcome } from "./purge";

type Schema = typeof failedInstancePurgeSchema;
type PurgeConfig = ConfigOf<Schema>;

/** `dms_failed_instance_purge` in the framework's terms. */
export const failedInstancePurge: Resource<Schema, ProviderData> = {
  schema: failedInstancePurgeSchema,
  plan: planPurge,
  apply: applyPurge,
  read: readPurge,
  destroy: () => Promise.resolve([]),
};

/**
 * A creation cannot show its candidates as values: they would have to be the same when Terraform plans again inside apply.
 * It names them in a warning. Afterwards they come from state, where a refresh puts them.
 */
async function planPurge(
  request: PlanRequest<Schema>,
  context: CallContext<ProviderData>,
): Promise<PlanResponse<Schema>> {
  const { proposed, prior } = request;
  const offered = purgeOffered(proposed, readyData(context.provider)?.service);
  if (offered.length > 0) return { planned: proposed, diagnostics: offered };
  const purging: PurgeConfig = { ...proposed, pending: unknown, purged: unknown, purged_at: unknown };
  if (prior === undefined) return { planned: purging, diagnostics: await previewPurge(proposed, context) };
  const candidates = decodeCandidates(prior.pending);
  const diagnostics = judgeCandidates(proposed, candidates, readyData(context.provider)?.service);
  return { planned: candidates.length === 0 ? proposed : purging, diagnostics };
}

function purgeOffered(config: PurgeConfig, service: Service | undefined): readonly Diagnostic[] {
  const engine = engineOf(config);
  if (service === undefined || engine === undefined || service.supportsPurge(engine)) return [];
  return [purgeNotOffered(engine, service.apiVersion)];
}

async function previewPurge(config: PurgeConfig, context: CallContext<ProviderData>): Promise<readonly Diagnostic[]> {
  const ready = readyData(context.provider);
  const engine = engineOf(config);
  if (ready === undefined || engine === undefined) return [];
  try {
    return judgeCandidates(config, await findCandidates(ready.service, engine, context.signal), ready.service);
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return [serviceFailed("looking for failed creations", thrown.message)];
  }
}

/** Consent and limit; with both given, the announcement. Pure. */
function judgeCandidates(
  config: PurgeConfig,
  candidates: readonly Candidate[],
  service: Service | undefined,
): readonly Diagnostic[] {
  if (candidates.length === 0 || config.allow_deletion === unknown) return [];
  if (config.allow_deletion !== true) return [purgeNotAllowed(candidates)];
  const limit = toNumber(config.max_purge);
  if (limit !== undefined && candidates.length > limit) return [purgeTooLarge(candidates, limit)];
  const engine = engineOf(config);
  const isVague = service !== undefined && engine !== undefined && !service.purgeNamesEngine(engine);
  return [purgeAhead(candidates), ...(isVague ? [purgeNamesNoEngine(service.apiVersion)] : [])];
}

async function applyPurge(
  request: ApplyRequest<Schema>,
  context: CallContext<ProviderData>,
): Promise<ApplyResponse<Schema>> {
  const { planned, prior } = request;
  const ready = readyData(context.provider);
  const engine = engineOf(planned);
  if (ready === undefined || engine === undefined) return { state: prior, diagnostics: [providerNotConfigured()] };
  try {
    const candidates = await findCandidates(ready.service, engine, context.signal);
    const refusals = refusalsAtApply(planned, prior, candidates, ready.service);
    if (hasErrors(refusals)) return { state: refusedState(prior, candidates), diagnostics: refusals };
    const outcome: PurgeOutcome =
      candidates.length === 0
        ? { removed: [], left: [], sentAtMs: undefined, diagnostics: [] }
        : await purge(ready, engine, candidates, context.signal, context.log);
    return { state: stateAfter(request, engine, ready.newId, outcome), diagnostics: outcome.diagnostics };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return {
      state: prior,
      diagnostics: [serviceFailed("looking for failed creations, before any call", thrown.message)],
    };
  }
}

/** The call removes whatever has failed by now, so what was not in the plan must not be there. */
function refusalsAtApply(
  planned: PurgeConfig,
  prior: PurgeState | undefined,
  candidates: readonly Candidate[],
  service: Service,
): readonly Diagnostic[] {
  const announced = new Set(decodeCandidates(prior?.pending ?? null).map(({ id }) => id));
  const added = prior === undefined ? [] : candidates.filter(({ id }) => !announced.has(id));
  return added.length > 0 ? [purgeGrew(added)] : judgeCandidates(planned, candidates, service);
}

function refusedState(prior: PurgeState | undefined, candidates: readonly Candidate[]): PurgeState | undefined {
  return prior === undefined ? undefined : { ...prior, pending: encodeCandidates(candidates) };
}

function stateAfter(
  { planned, prior }: ApplyRequest<Schema>,
  engine: Engine,
  newId: () => string,
  outcome: PurgeOutcome,
): PurgeState {
  return {
    engine,
    max_purge: planned.max_purge === unknown ? null : planned.max_purge,
    allow_deletion: planned.allow_deletion === true,
    id: prior?.id ?? newId(),
    pending: encodeCandidates(outcome.left),
    purged: outcome.sentAtMs === undefined ? (prior?.purged ?? []) : encodeCandidates(outcome.removed),
    purged_at: outcome.sentAtMs === undefined ? (prior?.purged_at ?? null) : timestamp(outcome.sentAtMs),
  };
}

async function readPurge(
  { state }: ReadRequest<Schema>,
  context: CallContext<ProviderData>,
): Promise<ReadResponse<Schema>> {
  const ready = readyData(context.provider);
  const engine = engineOf(state);
  if (ready === undefined || engine === undefined) return { state };
  try {
    const candidates = await findCandidates(ready.service, engine, context.signal);
    return { state: { ...state, pending: encodeCandidates(candidates) } };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { state, diagnostics: [serviceFailed("looking for failed creations", thrown.message)] };
  }
}

function engineOf(config: Pick<PurgeConfig, "engine">): Engine | undefined {
  const { engine } = config;
  return engine === "kafka" || engine === "rabbitmq" || engine === "rocketmq" ? engine : undefined;
}
