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
import { isWhollyKnown, unknown } from "../../framework/value";
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
 * Lists what will be removed. An update takes it from state, where a refresh has put it. A creation has to ask the service: when
 * Terraform plans once more inside apply and the answer has changed, it refuses the apply itself.
 */
async function planPurge(
  request: PlanRequest<Schema>,
  context: CallContext<ProviderData>,
): Promise<PlanResponse<Schema>> {
  const { proposed, prior } = request;
  const service = readyData(context.provider)?.service;
  const offered = purgeOffered(proposed, service);
  if (offered.length > 0) return { planned: proposed, diagnostics: offered };
  const found =
    prior === undefined ? await previewPurge(proposed, context) : { candidates: decodeCandidates(prior.pending) };
  const { candidates } = found;
  if (candidates === undefined) return { planned: purging(proposed, unknown), diagnostics: found.diagnostics ?? [] };
  const diagnostics = judgeCandidates(proposed, candidates, service);
  const isSettled = prior !== undefined && candidates.length === 0;
  return { planned: isSettled ? proposed : purging(proposed, encodeCandidates(candidates)), diagnostics };
}

function purging(proposed: PurgeConfig, planned_purge: PurgeConfig["planned_purge"]): PurgeConfig {
  return { ...proposed, planned_purge, pending: unknown, purged: unknown, purged_at: unknown };
}

function purgeOffered(config: PurgeConfig, service: Service | undefined): readonly Diagnostic[] {
  const engine = engineOf(config);
  if (service === undefined || engine === undefined || service.supportsPurge(engine)) return [];
  return [purgeNotOffered(engine, service.apiVersion)];
}

/** `candidates` are absent while the service cannot be asked. */
async function previewPurge(
  config: PurgeConfig,
  context: CallContext<ProviderData>,
): Promise<{ readonly candidates?: readonly Candidate[]; readonly diagnostics?: readonly Diagnostic[] }> {
  const ready = readyData(context.provider);
  const engine = engineOf(config);
  if (ready === undefined || engine === undefined) return {};
  try {
    return { candidates: await findCandidates(ready.service, engine, context.signal) };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { diagnostics: [serviceFailed("looking for failed creations", thrown)] };
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
    const refusals = refusalsAtApply(planned, candidates, ready.service);
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
      diagnostics: [serviceFailed("looking for failed creations, before any call", thrown)],
    };
  }
}

/** The call removes whatever has failed by now, so what was not in the plan must not be there. */
function refusalsAtApply(
  planned: PurgeConfig,
  candidates: readonly Candidate[],
  service: Service,
): readonly Diagnostic[] {
  // planned_purge keeps its last value when nothing is due; what is due leaves the outcome open.
  const listed = planned.purged === unknown ? decodeCandidates(announcedIn(planned)) : [];
  const announced = new Set(listed.map(({ id }) => id));
  const added = candidates.filter(({ id }) => !announced.has(id));
  return added.length > 0 ? [purgeGrew(added)] : judgeCandidates(planned, candidates, service);
}

/** Terraform plans once more before it applies, with everything known: nothing is unknown then. */
function announcedIn({ planned_purge }: PurgeConfig): PurgeState["planned_purge"] {
  if (isAnnouncement(planned_purge)) return planned_purge;
  throw new Error("what is to be purged is unknown at apply");
}

function isAnnouncement(value: PurgeConfig["planned_purge"]): value is PurgeState["planned_purge"] {
  return isWhollyKnown(value);
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
    planned_purge: announcedIn(planned),
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
    return { state, diagnostics: [serviceFailed("looking for failed creations", thrown)] };
  }
}

function engineOf(config: Pick<PurgeConfig, "engine">): Engine | undefined {
  const { engine } = config;
  return engine === "kafka" || engine === "rabbitmq" || engine === "rocketmq" ? engine : undefined;
}
