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
import { type ProviderData, readyData } from "../service";
import { type Capabilities, notOffered } from "./assessment";
import { baselineOf, knownRecords, predecessors, replacedInstances } from "./baseline";
import { declaredIn, encodePlanned, encodeResults, type LifecycleConfig, type ObservedState } from "./model";
import type { Found } from "./observe";
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
  const prospect = prospectOf({
    config: proposed,
    prior,
    private: request.priorPrivate,
    seen: request.seen,
    provider: context.provider,
  });
  handOn(request, prospect, context);
  const kept = request.priorPrivate === undefined ? {} : { private: request.priorPrivate };
  if (prospect === undefined) return { planned: undecided(proposed), ...kept };

  const findings = [...prospect.diagnostics, ...(await newcomers(prospect, context))];
  // What is refused will not happen, so it is not announced.
  const diagnostics = hasErrors(findings) ? findings : [...findings, ...announcements(prospect.planned)];
  const planned = prospect.planned.length > 0 ? due(proposed, prospect) : settled(request, prospect);
  return { planned, diagnostics, ...kept };
}

/** Keeps what is known of an object that is replaced for the apply of its successor; what is not replaced needs nothing kept. */
function handOn(
  { prior, seen }: PlanRequest<Schema>,
  prospect: Prospect | undefined,
  context: CallContext<ProviderData>,
): void {
  const ready = readyData(context.provider);
  if (ready === undefined) return;
  if (prior !== undefined) {
    ready.replacedInstances.forget(declaredIn(prior).map(({ id }) => id));
  } else if (prospect === undefined) {
    ready.replacedInstances.keep(replacedInstances(baselineOf(seen, ready.runRecords.load())));
  } else if (predecessors(seen, prospect.desired).length > 0) {
    ready.replacedInstances.keep(replacedInstances(prospect.baseline));
  }
}

/** What apply will find out cannot be said yet. */
function undecided(proposed: LifecycleConfig): LifecycleConfig {
  return { ...proposed, planned_actions: unknown, observed: unknown, results: unknown, unfinished: unknown };
}

function due(proposed: LifecycleConfig, prospect: Prospect): LifecycleConfig {
  return { ...undecided(proposed), planned_actions: encodePlanned(prospect.planned) };
}

/**
 * Nothing is due: what is recorded moves along with the keys, and the last list of actions stays. Of a creation it is not said
 * what will be recorded: which other objects of this type are seen before it depends on the order in which Terraform shows them.
 */
function settled({ proposed, prior }: PlanRequest<Schema>, prospect: Prospect): LifecycleConfig {
  if (prior === undefined) return { ...undecided(proposed), planned_actions: [], unfinished: [] };
  return {
    ...proposed,
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

/** Looks at the instances that no refresh has looked at, and refuses what cannot work with them. */
async function newcomers(prospect: Prospect, context: CallContext<ProviderData>): Promise<readonly Diagnostic[]> {
  const ready = readyData(context.provider);
  const unseen = unseenIn(prospect);
  if (ready === undefined || unseen.length === 0 || hasErrors(prospect.diagnostics)) return [];
  try {
    const ids = unseen.map(({ id }) => id);
    const found = await lookAtFleet(ready.service, ids, context.signal);
    withEvidence(prospect.baseline, found, ready);
    return refusedNewcomers(prospect, found, ready.service);
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return [serviceFailed("looking up the instances", thrown.message)];
  }
}

/** Declared instances that nobody has looked at yet. Pure. */
export function unseenIn({ desired, baseline }: Prospect): readonly Desired[] {
  return desired.filter(({ id }) => !baseline.statuses.has(id));
}

/** Of the unseen instances: those that do not exist and should be running, and those whose engine knows no such call. Pure. */
export function refusedNewcomers(prospect: Prospect, found: Found, capabilities: Capabilities): readonly Diagnostic[] {
  const unseen = unseenIn(prospect);
  const isGone = (id: InstanceId): boolean => classifyStatus(found.get(id)?.status ?? deletedStatus) === "gone";
  const missing = unseen.filter(({ id, state }) => state === "running" && isGone(id));
  const ids = new Set(unseen.map(({ id }) => id));
  return [
    ...(prospect.settings.onMissing === "forget" ? [] : missing.map((instance) => missingInstance(instance, false))),
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
