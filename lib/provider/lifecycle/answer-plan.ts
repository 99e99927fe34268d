import { idKey, type InstanceId } from "../../domain/instance";
import type { Ledger } from "../../domain/ledger/entry";
import type { StateRow } from "../../domain/ledger/record";
import { respelled, spellingOf } from "../../domain/ledger/spelling";
import { holdsTimeOfNow } from "../../domain/time-of-now";
import { type Diagnostic, hasErrors } from "../../framework/values/diagnostic";
import type { PlanRequest, PlanResponse } from "../../framework/resource";
import { unknown } from "../../framework/values/value";
import {
  declaredIn,
  decodeRows,
  encodePlanned,
  encodeResults,
  type LifecycleConfig,
  type LifecycleState,
  type ObservedState,
} from "./model";
import {
  claimedByAnother,
  decidedAtApply,
  deletionsAhead,
  journalUnread,
  privateDataOfAnotherVersion,
  refreshOutOfDate,
  restartedSince,
  restartsAhead,
  type ToldRestart,
  triggersOfNow,
} from "../messages";
import type { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import { type ProviderData, readyData } from "../connection/service";
import { reservePlanned } from "../runs/reservations";
import { decodePrivate, encodePrivate } from "./private-data";
import type { Situation } from "./gather";
import type { Judgement } from "./judge";
import { keepForSuccessor } from "./succession";

type Schema = typeof instanceLifecycleSchema;

// Answer, for a plan: the planned value, its diagnostics, and the private data for apply. Decides nothing.

/**
 * The planned values depend on the configuration, the states seen and the journal alone, so that Terraform's second plan inside
 * apply agrees with the first.
 */
export function answerPlan(
  request: PlanRequest<Schema>,
  situation: Situation,
  { restarted, ...judgement }: Judgement & { readonly restarted: readonly ToldRestart[] },
  provider: ProviderData,
): PlanResponse<Schema> {
  rememberReplaced(request, situation, provider);
  const planned = plannedValue(request, judgement);
  const findings = findingsFor(request, situation, judgement, provider);
  const ahead = [
    ...announcements(judgement, situation),
    ...restartedSince(restarted),
    ...triggersOfNow(triggersOfTheClock(request, provider)),
  ];
  const diagnostics = hasErrors(findings) ? findings : [...findings, ...ahead];
  const priv = plannedPrivate(request, situation, judgement, provider);
  return { planned, diagnostics, ...(priv && { private: priv }) };
}

/**
 * Keeps the ledgers of a creation's predecessors, which may be destroyed after it. An existing object is not replaced, so its kept ledgers
 * are forgotten, except those of an object whose creation failed: it may be replaced without a refresh (S2).
 */
function rememberReplaced(
  { prior }: PlanRequest<Schema>,
  { succession, mark }: Situation,
  provider: ProviderData,
): void {
  if (prior !== undefined) {
    if (prior.id !== null) provider.memory.replacedInstances.forget(declaredIn(prior).map(({ id }) => id));
  } else if (succession !== undefined) keepForSuccessor(succession, mark, provider);
}

/**
 * The private data of a plan. It brings the ledger of a predecessor to apply. Terraform passes an update's private data on by itself; only
 * foreign data is written here.
 */
function plannedPrivate(
  { prior }: PlanRequest<Schema>,
  { succession, mark, isForeign }: Situation,
  { ledger }: Judgement,
  { memory }: ProviderData,
): PlanResponse<Schema>["private"] {
  const rowsOf = (state: LifecycleState, entries: Ledger): ReadonlyMap<InstanceId, StateRow> =>
    respelled(decodeRows(state, memory.digest), spellingOf(entries.keys()));
  if (prior !== undefined) {
    if (!isForeign) return undefined;
    return encodePrivate({ object: prior.id ?? undefined, ledger, rows: rowsOf(prior, ledger) });
  }
  const known = new Map(
    [...(succession?.known ?? [])].flatMap(([id, { entry }]) => (entry === "undecided" ? [] : [[id, entry] as const])),
  );
  const predecessors = succession?.predecessors ?? [];
  const rows = new Map(predecessors.flatMap(({ state }) => [...rowsOf(state, known)]));
  const succeeds = predecessors.length > 0;
  return encodePrivate({ creation: true, successor: mark, succeeds, ledger: known, rows });
}

function findingsFor(
  { prior, priorPrivate }: PlanRequest<Schema>,
  { isForeign, isOutOfDate, wanted, records }: Situation,
  { findings, planned }: Judgement,
  provider: ProviderData,
): readonly Diagnostic[] {
  const reservations = readyData(provider)?.reservations;
  // Every plan of one object has the same owner.
  const owner = prior?.id ?? decodePrivate(priorPrivate).object ?? Symbol("creation");
  const taken = reservations === undefined ? [] : reservePlanned(owner, reservations, planned);
  const all = [
    ...(isForeign ? [privateDataOfAnotherVersion()] : []),
    ...(isOutOfDate ? [refreshOutOfDate()] : []),
    ...(records.problem === undefined ? [] : [journalUnread(records.problem)]),
    ...findings,
    ...(taken.length > 0 ? [claimedByAnother(taken)] : []),
  ];
  // The predecessor is already destroyed for this plan. An error here would lose its ledger, so apply refuses and keeps the ledger.
  const isReplacing = wanted.some(({ id }) => id !== undefined && reservations?.handedOver.has(id) === true);
  return isReplacing ? all.filter(({ severity }) => severity !== "error") : all;
}

/** The announcement of the due actions; while a deciding value is unknown, of those that are certain. */
function announcements(judgement: Judgement, { wanted }: Situation): readonly Diagnostic[] {
  const { planned, refusedNow, isDecided, isComplete, unknowns, isConsentOpen } = judgement;
  if (!isDecided && isComplete && planned.length === 0) return [];
  const certainty = isDecided ? "planned" : "certain";
  const calls = planned.filter(({ id }) => !refusedNow.has(id));
  const restarts = calls.filter(({ verb }) => verb === "restart");
  const deletions = calls.filter(({ verb }) => verb === "delete");
  return [
    ...(isDecided ? [] : [decidedAtApply({ wanted, unknowns, certain: planned, isComplete })]),
    ...(restarts.length > 0 ? [restartsAhead(restarts, certainty)] : []),
    ...(deletions.length > 0 ? [deletionsAhead(deletions, certainty, isConsentOpen)] : []),
  ];
}

/** New triggers of adopted instances that hold the time of now. The clock decides only about a warning, never about a planned value. */
function triggersOfTheClock({ proposed, prior }: PlanRequest<Schema>, provider: ProviderData) {
  const nowMs = readyData(provider)?.clock.now();
  if (prior === undefined || nowMs === undefined || proposed.instances === unknown) return [];
  const before = new Map(
    [...(prior.instances?.values() ?? [])].map((each) => [idKey(each?.instance_id ?? ""), each?.restart_triggers]),
  );
  return [...(proposed.instances ?? [])].flatMap(([name, element]) => {
    if (element === null || element === unknown || element.restart_triggers === unknown) return [];
    const { instance_id: id, restart_triggers: triggers } = element;
    if (typeof id !== "string" || !before.has(idKey(id))) return [];
    const isNew = (key: string, value: string): boolean => before.get(idKey(id))?.get(key) !== value;
    const keys = [...(triggers ?? [])].flatMap(([key, value]) =>
      typeof value === "string" && isNew(key, value) && [key, value].some((text) => holdsTimeOfNow(text, nowMs))
        ? [key]
        : [],
    );
    return keys.length === 0 ? [] : [{ name, id, keys }];
  });
}

function plannedValue(request: PlanRequest<Schema>, judgement: Judgement): LifecycleConfig {
  if (!judgement.isDecided) return undecided(request);
  if (judgement.planned.length === 0 && judgement.held.length === 0) return settled(request, judgement);
  return { ...undecided(request), planned_actions: encodePlanned(judgement.planned, request.prior, judgement.records) };
}

/**
 * The planned value whose computed attributes only apply can fill in. An object whose creation failed has no id, and gets one if apply
 * keeps it.
 */
function undecided({ proposed, prior }: PlanRequest<Schema>): LifecycleConfig {
  const open = { planned_actions: unknown, observed: unknown, results: unknown, unfinished: unknown } as const;
  return { ...proposed, ...open, id: prior?.id ?? unknown };
}

/**
 * The planned value without a due action: records move along with the keys, and the last list of actions stays. The records of a creation
 * stay unknown: they depend on the object that it succeeds.
 */
function settled(request: PlanRequest<Schema>, judgement: Judgement): LifecycleConfig {
  const { prior } = request;
  if (prior === undefined) return { ...undecided(request), planned_actions: [], unfinished: [] };
  return {
    ...undecided(request),
    planned_actions: prior.planned_actions ?? [],
    observed: observedByKey(judgement) ?? unknown,
    results: encodeResults(judgement.desired, judgement.records),
    unfinished: [],
  };
}

/** The last observation, under the current keys; `undefined` if one of the instances was never seen. */
function observedByKey({ desired, observed }: Judgement): ObservedState | undefined {
  const entries = desired.map(({ name, id }) => [name, id, observed.get(id)] as const);
  const known = entries.flatMap(([name, id, seen]) =>
    seen === undefined ? [] : [[name, { instance_id: id, ...seen }] as const],
  );
  return known.length === entries.length ? new Map(known) : undefined;
}
