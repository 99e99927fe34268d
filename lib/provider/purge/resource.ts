import { isCallFailure } from "../../domain/call-failure";
import type { Engine } from "../../domain/instance";
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
  purgeMeetsAnother,
  purgeNamesNoEngine,
  purgeNotAllowed,
  purgeNotOffered,
  purgePlannedTwice,
  purgeTooLarge,
  providerNotConfigured,
  serviceFailed,
} from "../messages";
import { toNumber } from "../number";
import { failedInstancePurgeSchema } from "../schemas/failed-instance-purge";
import { type ProviderData, type ReadyProvider, readyData, type Service } from "../service";
import { claim, reservePlanned, reservePurge } from "../reservations";
import {
  type Candidate,
  decodeCandidates,
  encodeCandidates,
  findCandidates,
  type PurgeState,
  stillThere,
} from "./candidates";
import { decodePrivate, encodePrivate } from "./private-state";
import { notSent, purge, type PurgeOutcome } from "./purge";
import { openAfter, predecessorOf, purgedBy, purgedSince } from "./record";

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
  const ready = readyData(context.provider);
  const offered = purgeOffered(proposed, ready?.service);
  if (offered.length > 0) return { planned: proposed, diagnostics: offered };
  // What state lists has failed on the engine it was read for: with another one this is a creation.
  const known = prior?.engine === proposed.engine ? prior : undefined;
  const found =
    known === undefined ? await previewPurge(proposed, context) : { candidates: decodeCandidates(known.pending) };
  const { candidates } = found;
  if (candidates === undefined) return { planned: purging(proposed, unknown), diagnostics: found.diagnostics ?? [] };
  const judged = judgeCandidates(proposed, candidates, ready?.service);
  const twice = hasErrors(judged) ? [] : plannedTwice(request, candidates, ready);
  // An object whose creation failed gets its id when it lives on.
  const isSettled = known !== undefined && known.id !== null && candidates.length === 0;
  return {
    planned: isSettled ? proposed : purging(proposed, encodeCandidates(candidates)),
    // What is refused will not happen, so it is not announced.
    diagnostics: twice.length > 0 ? twice : judged,
  };
}

/** Another resource's plan is due to do the same. Every plan of one object has the same owner. */
function plannedTwice(
  { proposed, priorPrivate }: PlanRequest<Schema>,
  candidates: readonly Candidate[],
  ready: ReadyProvider | undefined,
): readonly Diagnostic[] {
  const engine = engineOf(proposed);
  if (ready === undefined || engine === undefined || candidates.length === 0) return [];
  const owner = decodePrivate(priorPrivate).object ?? Symbol("creation");
  if (!reservePurge(owner, ready.reservations, engine)) return [purgePlannedTwice(engine)];
  const taken = reservePlanned(owner, ready.reservations, candidates);
  return taken.length > 0 ? [purgeMeetsAnother(taken)] : [];
}

function purging(proposed: PurgeConfig, planned_purge: PurgeConfig["planned_purge"]): PurgeConfig {
  const open = { pending: unknown, purged: unknown, purged_at: unknown } as const;
  return { ...proposed, ...open, planned_purge, id: proposed.id ?? unknown };
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
  const { planned, prior, seen } = request;
  const ready = readyData(context.provider);
  const engine = engineOf(planned);
  if (ready === undefined || engine === undefined) return { state: prior, diagnostics: [providerNotConfigured()] };
  const known = prior ?? predecessorOf(engine, seen);
  try {
    const candidates = await findCandidates(ready.service, engine, context.signal);
    const refusals = refusalsAtApply(planned, candidates, ready);
    if (hasErrors(refusals)) return { state: refusedState(known, candidates), diagnostics: refusals };
    const outcome =
      candidates.length === 0 ? notSent([], []) : await purge(ready, engine, candidates, context.signal, context.log);
    return afterRun(request, engine, known, outcome, ready.newId);
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return {
      state: known,
      diagnostics: [serviceFailed("looking for failed creations, before any call", thrown)],
    };
  }
}

/** The call removes whatever has failed by now, so what was not in the plan must not be there. */
function refusalsAtApply(
  planned: PurgeConfig,
  candidates: readonly Candidate[],
  { service, reservations }: ReadyProvider,
): readonly Diagnostic[] {
  // planned_purge keeps its last value when nothing is due; what is due leaves the outcome open.
  const listed = planned.purged === unknown ? decodeCandidates(announcedIn(planned)) : [];
  const announced = new Set(listed.map(({ id }) => id));
  const added = candidates.filter(({ id }) => !announced.has(id));
  if (added.length > 0) return [purgeGrew(added)];
  const judged = judgeCandidates(planned, candidates, service);
  const taken = hasErrors(judged) ? [] : claim(reservations, candidates);
  return taken.length > 0 ? [purgeMeetsAnother(taken)] : judged;
}

/** Terraform plans once more before it applies, with everything known: nothing is unknown then. */
function announcedIn({ planned_purge }: PurgeConfig): PurgeState["planned_purge"] {
  if (isAnnouncement(planned_purge)) return planned_purge;
  throw new Error("what is to be purged is unknown at apply");
}

function isAnnouncement(value: PurgeConfig["planned_purge"]): value is PurgeState["planned_purge"] {
  return isWhollyKnown(value);
}

/** Nothing was done. What a destroyed predecessor knew stays, as an object whose creation failed once more. */
function refusedState(known: PurgeState | undefined, candidates: readonly Candidate[]): PurgeState | undefined {
  return known === undefined ? undefined : { ...known, pending: encodeCandidates(candidates) };
}

function afterRun(
  { planned, plannedPrivate, prior }: ApplyRequest<Schema>,
  engine: Engine,
  known: PurgeState | undefined,
  outcome: PurgeOutcome,
  newId: () => string,
): ApplyResponse<Schema> {
  const { left, diagnostics } = outcome;
  const object = prior?.id ?? newId();
  return {
    state: {
      engine,
      max_purge: planned.max_purge === unknown ? null : planned.max_purge,
      allow_deletion: planned.allow_deletion === true,
      id: prior?.id ?? (hasErrors(diagnostics) ? null : object),
      planned_purge: announcedIn(planned),
      pending: encodeCandidates(left),
      ...purgedBy(outcome, known),
    },
    private: encodePrivate({ object, open: openAfter(outcome, decodePrivate(plannedPrivate).open) }),
    diagnostics,
  };
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
    const candidates = await findCandidates(ready.service, engine, context.signal);
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

function engineOf(config: Pick<PurgeConfig, "engine">): Engine | undefined {
  const { engine } = config;
  return engine === "kafka" || engine === "rabbitmq" || engine === "rocketmq" ? engine : undefined;
}
