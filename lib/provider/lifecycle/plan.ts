import type { Desired } from "../../domain/due";
import { isCallFailure } from "../../domain/call-failure";
import type { InstanceId } from "../../domain/instance";
import { classifyStatus, deletedStatus } from "../../domain/status";
import type { Planned } from "../../domain/waves";
import { type Diagnostic, hasErrors } from "../../framework/diagnostic";
import type { CallContext, PlanRequest, PlanResponse } from "../../framework/resource";
import { unknown } from "../../framework/value";
import { lookAtFleet } from "../../rollout/look";
import { deletionsAhead, missingInstance, restartsAhead, serviceFailed } from "../messages";
import type { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import type { LocalMemory } from "../memory";
import { configured, type ProviderData, readyData } from "../service";
import { type Capabilities, notOffered } from "./assessment";
import { baselineOf, knownRecords, replacedInstances } from "./baseline";
import { declaredIn, encodePlanned, encodeResults, type LifecycleConfig, type ObservedState } from "./model";
import type { Found } from "./observe";
import { possiblePredecessors, predecessorsOf } from "./predecessors";
import { encodePrivate } from "./private-state";
import { type Prospect, prospectOf } from "./prospect";
import { withEvidence } from "./witness";

type Schema = typeof instanceLifecycleSchema;

/**
 * Plans the resource.
 *
 * The planned values depend on the configuration, the states seen and the local run records alone, so that Terraform's
 * second plan inside apply agrees with the first. The service is asked only about instances never read before, and only
 * to refuse what cannot work.
 */
export async function planLifecycle(
  request: PlanRequest<Schema>,
  context: CallContext<ProviderData>,
): Promise<PlanResponse<Schema>> {
  const { proposed, prior } = request;
  const provider = configured(context.provider);
  const prospect = prospectOf({
    config: proposed,
    prior,
    private: request.priorPrivate,
    seen: request.seen,
    provider,
  });
  rememberReplaced(request, prospect, provider.memory);
  const answer = prior === undefined ? { private: encodePrivate({ creation: true }) } : {};
  if (prospect === undefined) return { planned: undecided(request), ...answer };

  const arrivals = await newcomers(prospect, provider, context.signal);
  const findings = [...prospect.diagnostics, ...arrivals.diagnostics];
  // What is refused will not happen, so it is not announced; what is gone already needs no call.
  const ahead = prospect.planned.filter(({ id }) => !arrivals.gone.has(id));
  const diagnostics = hasErrors(findings) ? findings : [...findings, ...announcements(ahead)];
  const planned = prospect.planned.length > 0 ? due(request, prospect) : settled(request, prospect);
  return { planned, diagnostics, ...answer };
}

/** S3 of predecessors.ts: keeps what is known of an object that may be destroyed after its successor has been made. */
function rememberReplaced(
  { prior, priorPrivate, seen }: PlanRequest<Schema>,
  prospect: Prospect | undefined,
  { replacedInstances: remembered, digest }: LocalMemory,
): void {
  if (prior !== undefined) {
    remembered.forget(declaredIn(prior).map(({ id }) => id));
  } else if (prospect === undefined) {
    const states = possiblePredecessors(priorPrivate, seen);
    if (states.length > 0) remembered.keep(replacedInstances(baselineOf(states), digest));
  } else {
    const ids = new Set(prospect.desired.map(({ id }) => id));
    const succeeds = predecessorsOf(ids, priorPrivate, seen).length > 0;
    if (succeeds) remembered.keep(replacedInstances(prospect.baseline, digest));
  }
}

/** What apply will find out cannot be said yet. An object whose creation failed has got no id; it gets one when it lives on. */
function undecided({ proposed, prior }: PlanRequest<Schema>): LifecycleConfig {
  const open = { planned_actions: unknown, observed: unknown, results: unknown, unfinished: unknown } as const;
  return { ...proposed, ...open, id: prior?.id ?? unknown };
}

function due(request: PlanRequest<Schema>, prospect: Prospect): LifecycleConfig {
  return { ...undecided(request), planned_actions: encodePlanned(prospect.planned) };
}

/**
 * Nothing is due: what is recorded moves along with the keys, and the last list of actions stays. Of a creation it is not
 * said what will be recorded: that depends on the object it succeeds.
 */
function settled(request: PlanRequest<Schema>, prospect: Prospect): LifecycleConfig {
  const { prior } = request;
  if (prior === undefined) return { ...undecided(request), planned_actions: [], unfinished: [] };
  return {
    ...undecided(request),
    planned_actions: prior.planned_actions ?? [],
    observed: observedByKey(prospect) ?? unknown,
    results: encodeResults(prospect.desired, knownRecords(prospect.baseline)),
    unfinished: [],
  };
}

/** What was last observed, under the current keys; `undefined` when an instance has never been looked at. */
function observedByKey({ desired, baseline }: Prospect): ObservedState | undefined {
  const entries = desired.map(({ name, id }) => [name, baseline.observed.get(id)] as const);
  const known = entries.flatMap(([name, entry]) => (entry === undefined ? [] : [[name, entry] as const]));
  return known.length === entries.length ? new Map(known) : undefined;
}

interface Arrivals {
  /** Of the instances that nobody had looked at: those that do not exist. */
  readonly gone: ReadonlySet<InstanceId>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Looks at the instances that no refresh has looked at, and refuses what cannot work with them. */
async function newcomers(prospect: Prospect, provider: ProviderData, signal: AbortSignal): Promise<Arrivals> {
  const ready = readyData(provider);
  const unseen = unseenIn(prospect);
  const none = { gone: new Set<InstanceId>(), diagnostics: [] };
  if (ready === undefined || unseen.length === 0 || hasErrors(prospect.diagnostics)) return none;
  try {
    const ids = unseen.map(({ id }) => id);
    const found = await lookAtFleet(ready.service, ids, signal);
    withEvidence(prospect.baseline, found, ready);
    const gone = new Set(ids.filter((id) => isGone(found, id)));
    return { gone, diagnostics: refusedNewcomers(prospect, found, ready.service) };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { ...none, diagnostics: [serviceFailed("looking up the instances", thrown.message)] };
  }
}

function isGone(found: Found, id: InstanceId): boolean {
  return classifyStatus(found.get(id)?.status ?? deletedStatus) === "gone";
}

/** Declared instances that nobody has looked at yet. Pure. */
export function unseenIn({ desired, baseline }: Prospect): readonly Desired[] {
  return desired.filter(({ id }) => !baseline.statuses.has(id));
}

/**
 * Of the unseen instances: those that do not exist and should be running, and those whose engine knows no such call. on_missing
 * is about instances that existed once; an id that never did is a mistake. Pure.
 */
export function refusedNewcomers(prospect: Prospect, found: Found, capabilities: Capabilities): readonly Diagnostic[] {
  const unseen = unseenIn(prospect);
  const missing = unseen.filter(({ id, state }) => state === "running" && isGone(found, id));
  const ids = new Set(unseen.map(({ id }) => id));
  return [
    ...missing.map((instance) => missingInstance(instance, false)),
    ...notOffered(
      prospect.planned.filter(({ id }) => ids.has(id)),
      (id) => found.get(id)?.engine,
      capabilities,
    ),
  ];
}

function announcements(planned: readonly Planned[]): readonly Diagnostic[] {
  const restarts = planned.filter(({ verb }) => verb === "restart");
  const deletions = planned.filter(({ verb }) => verb === "delete");
  return [
    ...(restarts.length > 0 ? [restartsAhead(restarts)] : []),
    ...(deletions.length > 0 ? [deletionsAhead(deletions)] : []),
  ];
}
