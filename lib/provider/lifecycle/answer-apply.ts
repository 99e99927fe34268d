import { runTimeout } from "./settings";
import type { ActionRecord } from "../../domain/action-record";
import { isCallFailure } from "../../domain/call-failure";
import type { InstanceId } from "../../domain/instance";
import type { JournalRow, Ledger } from "../../domain/ledger/entry";
import { after, settled as settledEntry } from "../../domain/ledger/record";
import { waveSize } from "../../domain/ledger/waves";
import { unsentRecord } from "../../domain/rollout/records";
import { noWord, type RolloutSettings } from "../../domain/rollout/rollout";
import { type Diagnostic, hasErrors } from "../../framework/diagnostic";
import { equalValues } from "../../framework/equality";
import { attributeType } from "../../framework/implied-type";
import type { ApplyRequest, ApplyResponse, CallContext } from "../../framework/resource";
import { isWhollyKnown, unknown } from "../../framework/value";
import { act } from "../../rollout/act";
import { limitedTo } from "../../rollout/time-limits";
import { claimedByAnother, planOutOfDate, runNotRecorded, unfinishedRun } from "../messages";
import { beginLine, endLine, progressLines } from "../../rollout/progress-line";
import { describeProgress } from "../progress-log";
import type { StartedRun } from "../memory";
import { claim } from "../reservations";
import { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import type { ProviderData, ReadyProvider } from "../service";
import type { Situation } from "./gather";
import type { Judgement } from "./judge";
import { lookAtDeclared, type Sight } from "./look";
import {
  encodePlanned,
  encodeResults,
  type Found,
  type LifecycleConfig,
  type LifecycleState,
  observedAfter,
  type ObservedEntry,
  type ObservedState,
} from "./model";
import { encodePrivate } from "./private-data";

/* Answer, for an apply: carries out what is due and records it. State is answered also when something failed. */

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

export async function answerApply(
  applying: Applying,
  context: CallContext<ProviderData>,
): Promise<ApplyResponse<Schema>> {
  const refusals = refusalsOf(applying);
  if (refusals.length > 0) return { diagnostics: refusals, ...keptByRefusal(applying, refusals) };
  const { judgement } = applying;
  if (judgement.planned.length === 0) return settled(applying);
  return run(applying, context);
}

/** Why no call may be made. */
function refusalsOf({ request, judgement, ready }: Applying): readonly Diagnostic[] {
  if (!judgement.isDecided) throw new Error("a planned value that decides what is due is unknown at apply");
  const errors = judgement.findings.filter(({ severity }) => severity === "error");
  return errors.length > 0 ? errors : [...outOfDate(request, judgement), ...claims(judgement, ready)];
}

/** A plan lists exactly the calls that are made: what it does not list is not done. */
function outOfDate(request: ApplyRequest<Schema>, judgement: Judgement): readonly Diagnostic[] {
  const listed = request.planned.planned_actions;
  if (listed === unknown) return [];
  const announced = plannedState(request, judgement);
  return equalValues(actionsType, listed, announced) ? [] : [planOutOfDate()];
}

/** The list of a plan or a state: what is due or, while nothing is, what was due last. */
function plannedState(
  { prior }: ApplyRequest<Schema>,
  { planned, records }: Judgement,
): NonNullable<LifecycleState["planned_actions"]> {
  return planned.length > 0 ? encodePlanned(planned, prior, records) : (prior?.planned_actions ?? []);
}

/** Two resources may not act on the same instance in one apply. */
function claims({ planned }: Judgement, { reservations }: ReadyProvider): readonly Diagnostic[] {
  const taken = claim(reservations, planned);
  return taken.length > 0 ? [claimedByAnother(taken)] : [];
}

/**
 * Nothing was done: an update keeps its prior state, a creation leaves nothing behind. But what a destroyed predecessor knew must not
 * go with it: then the object stays as one whose creation failed, and what was due stays due.
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
    reason: `refused before any call: ${first?.summary ?? ""}`,
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
  return stored(applying, { observed: observedOf(applying, new Map()), records, ledger, id: null });
}

/** Nothing is due: what was adopted is recorded. */
function settled(applying: Applying): ApplyResponse<Schema> {
  const { request, judgement, ready } = applying;
  dropStaleRows(judgement, judgement.records, ready);
  return stored(applying, {
    observed: observedOf(applying, applying.sight.found),
    records: judgement.records,
    ledger: ledgerAfter(judgement, new Map()),
    id: request.prior?.id ?? ready.newId(),
  });
}

async function run(applying: Applying, context: CallContext<ProviderData>): Promise<ApplyResponse<Schema>> {
  const { request, judgement, ready } = applying;
  const { records: outcomes, warnings } = await carryOut(applying, context);
  const observed = await lastLookInTime(applying, outcomes, context.signal);
  const records = new Map([...judgement.records, ...outcomes]);
  const isOpen = judgement.planned.some(({ id }) => outcomes.get(id)?.result !== "success");
  const diagnostics = isOpen ? [...warnings, summaryOf(applying, outcomes)] : warnings;
  const id = request.prior?.id ?? (hasErrors(diagnostics) ? null : ready.newId());
  dropStaleRows(judgement, records, ready);
  const ledger = ledgerAfter(judgement, outcomes);
  return { diagnostics, ...stored(applying, { observed, records, ledger, id }) };
}

/** Sends requests; keeps on this machine, and tells, what happens. */
async function carryOut(
  { request, judgement, situation, ready }: Applying,
  context: CallContext<ProviderData>,
): Promise<{ readonly records: Records; readonly warnings: readonly Diagnostic[] }> {
  const { planned, statuses } = judgement;
  const started = ready.memory.runRecords.begin();
  const tell = ready.beginProgress?.();
  tell?.(beginLine(planned));
  const records = await act(
    {
      planned,
      settings: rolloutSettings(situation, judgement, request.prior === undefined, ready),
      open: openRecords(judgement),
      statuses,
    },
    {
      api: ready.service,
      clock: ready.clock,
      keep: keeperOf(judgement, started),
      tell: (event) => {
        describeProgress(event, context.log);
        if (tell !== undefined) progressLines(event, planned).forEach(tell);
      },
    },
    context.signal,
  );
  tell?.(endLine(planned, records));
  return { records, warnings: started.problem === undefined ? [] : [runNotRecorded(started.problem)] };
}

/** A call that turns out not to have been made is taken out again. */
function keeperOf(judgement: Judgement, started: StartedRun): (current: Records) => void {
  let isKept = false;
  return (current) => {
    const rows = sentRows(judgement, current);
    if (rows.size === 0 && !isKept) return;
    started.save(rows);
    isKept = true;
  };
}

/** What is known of the calls that are verified. */
function openRecords({ planned, ledger }: Judgement): Records {
  return new Map(
    planned.flatMap(({ id, verb, action }) => {
      const entry = ledger.get(id);
      const record = action === "restart" ? entry?.restart?.record : entry?.deletion?.record;
      return verb === "verify" && record !== undefined ? [[id, record] as const] : [];
    }),
  );
}

/** What the run has sent so far: should it be killed, the next one must not send it again. */
function sentRows({ desired }: Judgement, records: Records): ReadonlyMap<InstanceId, JournalRow> {
  return new Map(
    desired.flatMap(({ id, triggers }) => {
      const record = records.get(id);
      return record === undefined || record.submittedAt === "" ? [] : [[id, { record, triggers }] as const];
    }),
  );
}

function rolloutSettings(
  situation: Situation,
  { desired, maxFailures }: Judgement,
  creating: boolean,
  ready: ReadyProvider,
): RolloutSettings {
  const { settings } = situation;
  return {
    maxUnavailable: waveSize(settings.maxUnavailable, desired.length),
    readyTimeoutMs: settings.readyTimeoutMs,
    minReadyMs: settings.minReadyMs,
    pauseBetweenMs: settings.pauseBetweenMs,
    maxFailures,
    runDeadlineMs: ready.clock.now() + runTimeout(settings, creating).limitMs,
    pollIntervalMs: ready.pollIntervalMs,
    forceDelete: settings.forceDelete,
    readsTasks: ready.readsTasks,
  };
}

/** The entries after a run with these records. */
function ledgerAfter({ desired, planned, ledger, statuses }: Judgement, records: Records): Ledger {
  const due = new Map(planned.map((item) => [item.id, item]));
  return new Map(
    desired.map((wanted) => {
      const entry = ledger.get(wanted.id);
      const item = due.get(wanted.id);
      const record = records.get(wanted.id);
      if (item === undefined) return [wanted.id, settledEntry(entry, wanted, statuses.get(wanted.id))] as const;
      if (record !== undefined) return [wanted.id, after(entry, item, record, wanted)] as const;
      return [wanted.id, entry ?? settledEntry(entry, wanted, undefined)] as const;
    }),
  );
}

/** The run is over, and so may be its time: a service that answers slowly is given no more than a run has. */
async function lastLookInTime(applying: Applying, records: Records, stop: AbortSignal): Promise<ObservedState> {
  const { situation, request, ready } = applying;
  const limit = limitedTo(stop, ready.clock, runTimeout(situation.settings, request.prior === undefined).limitMs);
  try {
    return await lastLook(applying, records, limit.signal);
  } finally {
    limit.release();
  }
}

/** How the fleet stands after the run; when it cannot be read (or there is no time to), as the run itself saw it. */
async function lastLook(applying: Applying, records: Records, signal: AbortSignal): Promise<ObservedState> {
  const { judgement, ready, sight } = applying;
  const before = earlierObserved(observedOf(applying, sight.found));
  const statuses = new Map([...judgement.statuses, ...[...records].map(([id, { status }]) => [id, status] as const)]);
  let found: Found = new Map();
  try {
    if (!signal.aborted) ({ found } = await lookAtDeclared(ready, judgement.desired, statuses, signal));
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
  }
  return withRecordedStatuses(observedAfter(judgement.desired, found, before), found, records);
}

/** What the run saw itself is newer than what was observed before it. */
function withRecordedStatuses(observed: ObservedState, found: Found, records: Records): ObservedState {
  return new Map(
    [...observed].map(([name, entry]) => {
      const status =
        entry?.instance_id == null || found.has(entry.instance_id) ? "" : records.get(entry.instance_id)?.status;
      return [name, entry === null || status === undefined || status === "" ? entry : { ...entry, status }] as const;
    }),
  );
}

function observedOf({ judgement }: Applying, found: Found): ObservedState {
  const earlier = new Map([...judgement.observed].map(([id, seen]) => [id, { instance_id: id, ...seen }] as const));
  return observedAfter(judgement.desired, found, earlier);
}

function earlierObserved(observed: ObservedState): ReadonlyMap<InstanceId, NonNullable<ObservedEntry>> {
  return new Map(
    [...observed.values()].flatMap((entry) => (entry?.instance_id == null ? [] : [[entry.instance_id, entry]])),
  );
}

/** An instance that is adopted without a record begins anew: a row of an older run must not take its next restart away. */
function dropStaleRows({ desired }: Judgement, records: Records, { memory }: ReadyProvider): void {
  const unrecorded = desired.filter(({ id }) => !records.has(id)).map(({ id }) => id);
  if (unrecorded.length > 0) memory.runRecords.drop(new Set(unrecorded));
}

function summaryOf({ situation, judgement }: Applying, records: Records): Diagnostic {
  const outcomes = judgement.planned.flatMap(({ name, id }) => {
    const record = records.get(id);
    return record === undefined ? [] : [{ name, record }];
  });
  return unfinishedRun({ outcomes, severity: situation.settings.onFailure === "report" ? "warning" : "error" });
}

interface Stored {
  readonly observed: ObservedState;
  readonly records: Records;
  readonly ledger: Ledger;
  readonly id: string | null;
}

function stored(
  { request, judgement }: Applying,
  { observed, records, ledger, id }: Stored,
): Pick<ApplyResponse<Schema>, "state" | "private"> {
  const { desired, planned } = judgement;
  const rows = new Map(
    desired.map(({ id: instance, triggers }) => [instance, { triggers, last: records.get(instance) }]),
  );
  const open = planned.filter(({ id: instance }) => records.get(instance)?.result !== "success");
  const state: LifecycleState = {
    ...configuredPart(request.planned),
    id,
    planned_actions: plannedState(request, judgement),
    observed,
    results: encodeResults(desired, records),
    unfinished: open.map(({ name }) => name).sort(),
  };
  return { state, private: encodePrivate({ object: id ?? undefined, ledger, rows }) };
}

/** The configured part of a planned value; Terraform promises that at apply nothing of it is unknown. */
function configuredPart(planned: LifecycleConfig): LifecycleState {
  const part = { ...planned, id: null, planned_actions: null, observed: null, results: null, unfinished: null };
  if (!isState(part)) throw new Error("a configured value is unknown at apply");
  return part;
}

function isState(value: LifecycleConfig): value is LifecycleState {
  return isWhollyKnown(value);
}
