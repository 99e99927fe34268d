import type { ActionRecord } from "../../domain/action-record";
import { isCallFailure } from "../../domain/call-failure";
import type { InstanceId } from "../../domain/instance";
import type { Ledger } from "../../domain/ledger/entry";
import { holdOf } from "../../domain/ledger/judge";
import { inOrder, ledgerAfter, openRecords, sentRows, unfinishedOf } from "../../domain/ledger/run";
import { sinceAfter } from "../../domain/ledger/since";
import { refusedBefore } from "../../domain/rollout/reasons";
import { unsentRecord } from "../../domain/rollout/records";
import { noWord, type RolloutSettings } from "../../domain/rollout/rollout";
import { type Diagnostic, hasErrors } from "../../framework/values/diagnostic";
import { equalValues } from "../../framework/values/equality";
import { attributeType } from "../../framework/values/schema";
import type { ApplyRequest, ApplyResponse, CallContext } from "../../framework/resource";
import { unknown } from "../../framework/values/value";
import { act } from "../../rollout/act";
import { limitedTo } from "../../rollout/time-limits";
import { claimedByAnother, planOutOfDate, runNotRecorded, unfinishedRun } from "../messages";
import { beginLine, endLine, progressLines } from "../../rollout/progress-line";
import { describeProgress } from "../runs/progress-log";
import type { StartedRun } from "../runs/memory";
import { claim } from "../runs/reservations";
import { journalRefusal, keeperOf } from "../runs/run-journal";
import { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import { type ReadyProvider, recently } from "../connection/service";
import type { Situation } from "./gather";
import type { Judgement } from "./judge";
import { lookAtDeclared, type Sight } from "./look";
import {
  configuredPart,
  encodePlanned,
  encodeResults,
  type Found,
  type LifecycleState,
  observedAfter,
  observedById,
  type ObservedState,
  withRecordedStatuses,
} from "./model";
import { encodePrivate } from "./private-data";
import { rolloutSettings, runTimeout } from "./settings";
import { heldRecord, withWayBack } from "../../domain/rollout/held-record";

// Answer, for an apply: carries out the due actions and records them. Returns a state also after a failure.

type Schema = typeof instanceLifecycleSchema;
type Records = ReadonlyMap<InstanceId, ActionRecord>;

const actionsType = attributeType(instanceLifecycleSchema.attributes.planned_actions);

interface Applying {
  readonly request: ApplyRequest<Schema>;
  readonly situation: Situation;
  readonly sight: Sight;
  readonly judgement: Judgement;
  readonly ready: ReadyProvider;
}

type RunContext = Pick<CallContext<unknown>, "signal" | "log">;

export async function answerApply(applying: Applying, context: RunContext): Promise<ApplyResponse<Schema>> {
  const refusals = refusalsOf(applying);
  if (refusals.length > 0) return { diagnostics: refusals, ...keptByRefusal(applying, refusals) };
  if (applying.judgement.planned.length === 0) return run(applying, undefined, context);
  const started = await applying.situation.records.begin();
  const unrecorded = journalRefusal(applying.situation.records, started);
  if (unrecorded !== undefined) return { diagnostics: [unrecorded], ...keptByRefusal(applying, [unrecorded]) };
  return run(applying, started, context);
}

/** The reasons against making any call. */
function refusalsOf({ request, judgement, ready }: Applying): readonly Diagnostic[] {
  if (!judgement.isDecided) throw new Error("a planned value that decides about due actions is unknown at apply");
  const errors = judgement.findings.filter(({ severity }) => severity === "error");
  return errors.length > 0 ? errors : [...outOfDate(request, judgement), ...claims(judgement, ready)];
}

/** Apply makes exactly the calls that the plan lists: it refuses an action that the plan does not list. */
function outOfDate(request: ApplyRequest<Schema>, judgement: Judgement): readonly Diagnostic[] {
  const listed = request.planned.planned_actions;
  if (listed === unknown) return [];
  const announced = plannedState(request, judgement);
  return equalValues(actionsType, listed, announced) ? [] : [planOutOfDate()];
}

/** The list of a plan or a state: the due actions or, without any, those that were due last. */
function plannedState(
  { prior }: ApplyRequest<Schema>,
  { planned, held, records }: Judgement,
): NonNullable<LifecycleState["planned_actions"]> {
  const isSettled = planned.length === 0 && held.length === 0;
  return isSettled ? (prior?.planned_actions ?? []) : encodePlanned(planned, prior, records);
}

/** Two resources must not act on the same instance in one apply. */
function claims({ planned }: Judgement, { reservations }: ReadyProvider): readonly Diagnostic[] {
  const taken = claim(reservations, planned);
  return taken.length > 0 ? [claimedByAnother(taken)] : [];
}

/**
 * The state after a refusal: an update keeps its prior state, a creation has none. If the predecessor is already destroyed, its ledger must
 * not be lost: the object is then saved as one whose creation failed, and its actions stay due.
 */
function keptByRefusal(
  applying: Applying,
  [first]: readonly Diagnostic[],
): Pick<ApplyResponse<Schema>, "state" | "private"> {
  const { request, situation, judgement, ready } = applying;
  const isReplacing = situation.wanted.some(({ id }) => id !== undefined && ready.reservations.handedOver.has(id));
  if (request.prior !== undefined || !isReplacing) return { state: request.prior };
  const outcome = {
    result: "not_started",
    reason: refusedBefore(first?.summary ?? ""),
    nowMs: ready.clock.now(),
  } as const;
  const unsent = judgement.planned.flatMap((item) => {
    const known = judgement.records.get(item.id);
    const isKept = known?.action === item.action && known.result !== "success";
    const status = judgement.statuses.get(item.id) ?? "";
    return isKept ? [] : [[item.id, unsentRecord(item, status, noWord, outcome)] as const];
  });
  const records = new Map([...judgement.records, ...unsent]);
  const ledger = ledgerAfter(judgement, new Map(unsent));
  return stored(applying, {
    observed: observedOf(applying, new Map()),
    records,
    outcomes: new Map(),
    ledger,
    id: null,
  });
}

/** Carries out the due actions, and records them, the held ones and the adopted instances. */
async function run(
  applying: Applying,
  started: StartedRun | undefined,
  context: RunContext,
): Promise<ApplyResponse<Schema>> {
  const { request, situation, sight, judgement, ready } = applying;
  const isIdle = started === undefined;
  const { records: outcomes, warnings } = isIdle ? nothingDone : await carryOut(applying, started, context);
  const observed = isIdle
    ? observedOf(applying, sight.found)
    : await lastLookInTime(applying, outcomes, context.signal);
  const heldRecords = new Map(
    judgement.held.map((each) => [each.due.id, heldRecord(judgement, each, ready.clock.now())] as const),
  );
  const records = new Map([...judgement.records, ...heldRecords, ...outcomes]);
  const open = unfinishedOf(judgement, records);
  const severity = situation.settings.onFailure === "report" ? "warning" : "error";
  const outcomesTold = outcomesOf(judgement, records);
  const diagnostics = open.length > 0 ? [...warnings, unfinishedRun({ outcomes: outcomesTold, severity })] : warnings;
  const id = request.prior?.id ?? (hasErrors(diagnostics) ? null : ready.newId());
  await dropStaleRows(applying, records);
  if (id !== null) await applying.situation.records.named(id);
  if (!context.signal.aborted) await started?.ended();
  const ledger = ledgerAfter(judgement, outcomes);
  return { diagnostics, ...stored(applying, { observed, records, outcomes, ledger, id }) };
}

const nothingDone = { records: new Map<InstanceId, ActionRecord>(), warnings: [] };

/** Sends requests, records each event in the journal and reports it. */
async function carryOut(
  { request, judgement, situation, ready }: Applying,
  started: StartedRun,
  context: RunContext,
): Promise<{ readonly records: Records; readonly warnings: readonly Diagnostic[] }> {
  const { planned, statuses } = judgement;
  const ordered = (made: Records): Records => inOrder(judgement, situation.journal, made);
  const tell = ready.beginProgress?.();
  tell?.(beginLine(planned));
  const records = await act(
    {
      planned,
      settings: settingsOf({ request, judgement, situation, ready }),
      open: openRecords(judgement),
      statuses,
      since: situation.since,
    },
    {
      api: ready.service,
      clock: ready.clock,
      keep: keeperOf(started, (made) => sentRows(judgement, ordered(made))),
      tell: (event) => {
        describeProgress(event, context.log);
        if (tell !== undefined) progressLines(event, planned).forEach(tell);
      },
    },
    context.signal,
  );
  tell?.(endLine(planned, records));
  return {
    records: new Map([...ordered(records)].map(([id, record]) => [id, withWayBack(record, holdOf(record))])),
    warnings: started.problem === undefined ? [] : [runNotRecorded(started.problem)],
  };
}

function settingsOf({ request, judgement, situation, ready }: Omit<Applying, "sight">): RolloutSettings {
  const { desired, maxFailures } = judgement;
  const creating = request.prior === undefined;
  const limits = { declared: desired.length, maxFailures, creating, nowMs: ready.clock.now() };
  return rolloutSettings(situation.settings, limits, ready);
}

/** The last look after a run. It takes no longer than a run may, also if the service answers slowly. */
async function lastLookInTime(applying: Applying, records: Records, stop: AbortSignal): Promise<ObservedState> {
  const { situation, request, ready } = applying;
  const limit = limitedTo(stop, ready.clock, runTimeout(situation.settings, request.prior === undefined).limitMs);
  try {
    return await lastLook(applying, records, limit.signal);
  } finally {
    limit.release();
  }
}

/** The fleet after the run; if it cannot be read, or the time is over, as the run itself saw it. */
async function lastLook(applying: Applying, records: Records, signal: AbortSignal): Promise<ObservedState> {
  const { judgement, ready, sight } = applying;
  const before = observedById(observedOf(applying, sight.found));
  const statuses = new Map([...judgement.statuses, ...[...records].map(([id, { status }]) => [id, status] as const)]);
  let found: Found = new Map();
  try {
    if (!signal.aborted)
      ({ found } = await lookAtDeclared(recently(ready.service), judgement.desired, statuses, signal));
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
  }
  return withRecordedStatuses(observedAfter(judgement.desired, found, before), found, records);
}

function observedOf({ judgement }: Applying, found: Found): ObservedState {
  const earlier = new Map([...judgement.observed].map(([id, seen]) => [id, { instance_id: id, ...seen }] as const));
  return observedAfter(judgement.desired, found, earlier);
}

/** Drops the rows of instances that are adopted without a record, so that a row of an older run does not suppress their next restart. */
async function dropStaleRows({ judgement, situation }: Applying, records: Records): Promise<void> {
  const unrecorded = judgement.desired.filter(({ id }) => !records.has(id)).map(({ id }) => id);
  if (unrecorded.length > 0) await situation.records.drop(new Set(unrecorded));
}

/** Every due action of the run with its record, in execution order, then those that are held. */
function outcomesOf({ planned, held }: Judgement, records: Records): Parameters<typeof unfinishedRun>[0]["outcomes"] {
  const holds = new Map(held.map(({ due, hold }) => [due.id, hold]));
  return [...planned, ...held.map(({ due }) => due)].flatMap(({ name, id }) => {
    const record = records.get(id);
    if (record === undefined) return [];
    const hold = holds.get(id) ?? holdOf(record);
    return [{ name, record, ...(hold && { hold }) }];
  });
}

interface Stored {
  readonly observed: ObservedState;
  readonly records: Records;
  /** The records of the run. */
  readonly outcomes: Records;
  readonly ledger: Ledger;
  readonly id: string | null;
}

function stored(
  { request, situation, judgement, ready }: Applying,
  { observed, records, outcomes, ledger, id }: Stored,
): Pick<ApplyResponse<Schema>, "state" | "private"> {
  const { desired } = judgement;
  const rows = new Map(
    desired.map(({ id: instance, triggers }) => [instance, { triggers, last: records.get(instance) }]),
  );
  const state: LifecycleState = {
    ...configuredPart(request.planned),
    id,
    planned_actions: plannedState(request, judgement),
    observed,
    results: encodeResults(desired, records),
    unfinished: unfinishedOf(judgement, records),
  };
  const nowMs = ready.clock.now();
  const since = sinceAfter({
    ids: desired.map(({ id: instance }) => instance),
    earlier: situation.since,
    records: outcomes,
    nowMs,
    serviceNowMs: ready.service.serviceNow(),
  });
  return { state, private: encodePrivate({ object: id ?? undefined, ledger, rows, since, project: ready.project }) };
}
