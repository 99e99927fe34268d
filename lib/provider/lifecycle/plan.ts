import type { Desired } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import { classifyStatus } from "../../domain/status";
import { type Diagnostic, hasErrors } from "../../framework/diagnostic";
import type { CallContext, PlanRequest, PlanResponse } from "../../framework/resource";
import { unknown } from "../../framework/value";
import { claimedByAnother, nothingToDelete } from "../messages";
import type { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import type { LocalMemory } from "../memory";
import { configured, type ProviderData, readyData } from "../service";
import { planFor } from "../walk";
import { announcements, foreseen } from "./announcements";
import { baselineOf, knownRecords, replacedInstances } from "./baseline";
import {
  declaredIn,
  decodeDesired,
  encodePlanned,
  encodeResults,
  type LifecycleConfig,
  type ObservedState,
} from "./model";
import { lookAtNewcomers } from "./newcomers";
import { possiblePredecessors, predecessorsOf, successorMark } from "./predecessors";
import { decodePrivate, encodePrivate } from "./private-state";
import { certainOf, type Prospect, type ProspectInput, prospectOf } from "./prospect";

type Schema = typeof instanceLifecycleSchema;
type Ready = Extract<ProviderData, { kind: "ready" }>;

/**
 * Plans the resource.
 *
 * The planned values depend on the configuration, the states seen and the local run records alone, so that Terraform's
 * second plan inside apply agrees with the first. The service is asked only about instances never read before: to refuse what
 * cannot work, and to leave out deletions of what does not exist.
 */
export async function planLifecycle(
  request: PlanRequest<Schema>,
  context: CallContext<ProviderData>,
): Promise<PlanResponse<Schema>> {
  const { prior } = request;
  const provider = configured(context.provider);
  const input = inputOf(request, provider);
  const first = prospectOf(input);
  rememberReplaced(request, first, provider.memory);
  const successor = first && successorMark(first.desired, provider.memory.digest);
  const answer = prior === undefined ? { private: encodePrivate({ creation: true, successor }) } : {};
  const ready = readyData(provider);
  const start = first ?? certainOf(input);
  const judge = (gone: Gone): Prospect =>
    gone.length === 0 ? start : (prospectOf(input, gone) ?? certainOf(input, gone));
  const { prospect, gone, findings } = await examined(request, judge, ready, context.signal);
  const announcing =
    first === undefined ? foreseen(input, prospect.planned, gone) : announcements(prospect.planned, "planned");
  return { planned: plannedValue(request, first && prospect), diagnostics: announced(findings, announcing), ...answer };
}

/** `prospect`: absent while something that decides is unknown. */
function plannedValue(request: PlanRequest<Schema>, prospect: Prospect | undefined): LifecycleConfig {
  if (prospect === undefined) return undecided(request);
  return prospect.planned.length > 0 ? due(request, prospect) : settled(request, prospect);
}

type Gone = readonly InstanceId[];

interface Examined {
  readonly prospect: Prospect;
  readonly gone: Gone;
  readonly findings: readonly Diagnostic[];
}

/** What is due, after a look at the instances nobody has looked at yet, and what is to be said about it. */
async function examined(
  request: PlanRequest<Schema>,
  judge: (gone: Gone) => Prospect,
  ready: Ready | undefined,
  signal: AbortSignal,
): Promise<Examined> {
  const arrivals = ready && (await lookAtNewcomers(judge([]), ready, signal));
  const gone = idsOf(arrivals?.gone ?? []);
  const prospect = judge(gone);
  const missing = [...(arrivals?.gone ?? []), ...goneBefore(request, prospect)];
  const found = [
    ...prospect.diagnostics,
    ...(arrivals?.refusals ?? []),
    ...(missing.length > 0 ? [nothingToDelete(missing)] : []),
    ...plannedTwice(request, prospect, ready),
  ];
  // The predecessor has been destroyed for this plan: were it refused now, what it knew would be lost. Apply refuses and keeps it.
  const findings = isReplacing(prospect, ready) ? found.filter(({ severity }) => severity !== "error") : found;
  return { prospect, gone, findings };
}

/** Declared deleted from now on, and gone already, so nothing is due: who expected a deletion may look in the wrong place. */
function goneBefore({ prior }: PlanRequest<Schema>, { desired, baseline, planned }: Prospect): readonly Desired[] {
  const before = prior === undefined ? [] : (decodeDesired(prior) ?? []);
  const wanted = new Set(idsOf(before.filter(({ state }) => state === "running")));
  const due = new Set(idsOf(planned));
  const isGone = (id: InstanceId): boolean => classifyStatus(baseline.statuses.get(id) ?? "") === "gone";
  return desired.filter(({ id, state }) => state === "deleted" && wanted.has(id) && !due.has(id) && isGone(id));
}

/** What is refused will not happen, so it is not announced. */
function announced(findings: readonly Diagnostic[], announcing: readonly Diagnostic[]): readonly Diagnostic[] {
  return hasErrors(findings) ? findings : [...findings, ...announcing];
}

function inputOf(request: PlanRequest<Schema>, provider: ProviderData): ProspectInput {
  const { proposed, prior, priorPrivate, seen } = request;
  return { config: proposed, prior, private: priorPrivate, seen, provider };
}

const idsOf = (instances: readonly Pick<Desired, "id">[]): readonly InstanceId[] => instances.map(({ id }) => id);

/** Another resource's plan is due to act on the same instance. Every plan of one object has the same owner. */
function plannedTwice(
  { prior, priorPrivate }: PlanRequest<Schema>,
  { planned }: Prospect,
  ready: Ready | undefined,
): readonly Diagnostic[] {
  if (ready === undefined) return [];
  const owner = prior?.id ?? decodePrivate(priorPrivate).object ?? Symbol("creation");
  const taken = planFor(owner, ready.walk, planned);
  return taken.length > 0 ? [claimedByAnother(taken)] : [];
}

/** The predecessor was destroyed in this process to make room. Pure. */
export function isReplacing({ desired }: Prospect, ready: Ready | undefined): boolean {
  return ready !== undefined && desired.some(({ id }) => ready.walk.replacing.has(id));
}

/** S3 of predecessors.ts: keeps what is known of an object that may be destroyed after its successor has been made. */
function rememberReplaced(
  { prior, priorPrivate, seen }: PlanRequest<Schema>,
  prospect: Prospect | undefined,
  { replacedInstances: remembered, digest }: LocalMemory,
): void {
  const planned = (successor: string | undefined) => ({ successor, destroyedBy: undefined });
  if (prior !== undefined) {
    remembered.forget(declaredIn(prior).map(({ id }) => id));
  } else if (prospect === undefined) {
    const states = possiblePredecessors(priorPrivate, seen);
    if (states.length > 0) remembered.keep(replacedInstances(baselineOf(states), planned(undefined), digest));
  } else {
    const ids = new Set(idsOf(prospect.desired));
    const succeeds = predecessorsOf(ids, priorPrivate, seen).length > 0;
    const successor = successorMark(prospect.desired, digest);
    if (succeeds) remembered.keep(replacedInstances(prospect.baseline, planned(successor), digest));
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
