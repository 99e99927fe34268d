import type { Due } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import type { ActionRecord } from "../../domain/record";
import { createRollout, type RolloutSettings } from "../../domain/rollout";
import { recordsSoFar } from "../../domain/rollout-records";
import { waveSize } from "../../domain/waves";
import { type Diagnostic, hasErrors } from "../../framework/diagnostic";
import type { ApplyRequest, ApplyResponse, CallContext } from "../../framework/resource";
import { equalValues } from "../../framework/equality";
import { attributeType } from "../../framework/implied-type";
import { isWhollyKnown, unknown } from "../../framework/value";
import { runRollout } from "../../rollout/run-rollout";
import type { LocalMemory, RunRecord, StartedRun } from "../memory";
import { claimedByAnother, planOutOfDate, providerNotConfigured, runNotRecorded, unfinishedRun } from "../messages";
import { beginLine, endLine, progressLines } from "../progress-line";
import { describeProgress } from "../progress-log";
import { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import { type ProviderData, readyData } from "../service";
import { knownRecords } from "./baseline";
import { encodePlanned, encodeResults, type LifecycleConfig, type LifecycleState, type ObservedState } from "./model";
import { decodePrivate, encodePrivate } from "./private-state";
import { type Prospect, prospectOf } from "./prospect";
import { firstLook, lastLook } from "./apply-looks";
import { digestTriggers } from "./trigger-digests";
import { openCauses } from "./withdrawal";

type Schema = typeof instanceLifecycleSchema;
type Ready = Extract<ProviderData, { kind: "ready" }>;
type Records = ReadonlyMap<InstanceId, ActionRecord>;

const actionsType = attributeType(instanceLifecycleSchema.attributes.planned_actions);

/**
 * Carries out what is due and records it. Sends requests.
 * State is answered also when something failed: whatever happened is in it.
 */
export async function applyLifecycle(
  request: ApplyRequest<Schema>,
  context: CallContext<ProviderData>,
): Promise<ApplyResponse<Schema>> {
  const ready = readyData(context.provider);
  if (ready === undefined) return refused(request, [providerNotConfigured()]);
  const asked = prospectOf({
    config: request.planned,
    prior: request.prior,
    private: request.plannedPrivate,
    seen: request.seen,
    provider: ready,
  });
  if (asked === undefined) throw new Error("a planned value that decides what is due is unknown at apply");
  if (hasErrors(asked.diagnostics)) return refused(request, asked.diagnostics);
  const refusals = [...outOfDate(request, asked), ...claims(asked, ready)];
  if (refusals.length > 0) return refused(request, refusals);

  const before = await firstLook(asked, ready, context.signal);
  if ("diagnostics" in before) return refused(request, before.diagnostics);
  const prospect = { ...asked, baseline: before.baseline };
  if (prospect.planned.length === 0) {
    const known = knownRecords(prospect.baseline);
    const state = stateAfter(request, prospect, before.observed, known, [], request.prior?.id ?? ready.newId());
    return { state, private: encodePrivate({ object: state.id ?? undefined }) };
  }

  const { records, warnings } = await rollOut(request, prospect, ready, context);
  const observed = await lastLook(prospect, before.observed, records, ready, context.signal);
  const all = new Map([...knownRecords(prospect.baseline), ...records]);
  const open = prospect.planned.filter(({ id }) => records.get(id)?.result !== "success");
  const diagnostics = open.length === 0 ? warnings : [...warnings, summary(prospect, records)];
  const id = request.prior?.id ?? (hasErrors(diagnostics) ? null : ready.newId());
  return {
    state: stateAfter(request, prospect, observed, all, open, id),
    diagnostics,
    private: encodePrivate({
      object: id ?? undefined,
      causes: openCauses(open, prospect.desired, prospect.baseline, records, {
        earlier: decodePrivate(request.plannedPrivate).causes,
        digest: ready.memory.digest,
      }),
    }),
  };
}

/** A plan lists exactly the calls that are made: what it does not list is not done. */
function outOfDate(request: ApplyRequest<Schema>, { planned }: Prospect): readonly Diagnostic[] {
  const listed = request.planned.planned_actions;
  if (listed === unknown) return [];
  const announced = planned.length > 0 ? encodePlanned(planned) : (request.prior?.planned_actions ?? []);
  return equalValues(actionsType, listed, announced) ? [] : [planOutOfDate()];
}

/** Takes the instances that calls will be made for; two resources may not act on the same one in one apply. */
function claims({ planned }: Prospect, { claimed }: Ready): readonly Diagnostic[] {
  const own = planned.filter(({ verb }) => verb !== "verify");
  const taken = own.filter(({ id }) => claimed.has(id));
  if (taken.length > 0) return [claimedByAnother(taken)];
  for (const { id } of own) claimed.add(id);
  return [];
}

function summary(prospect: Prospect, records: Records): Diagnostic {
  const outcomes = prospect.planned.flatMap(({ name, id }) => {
    const record = records.get(id);
    return record === undefined ? [] : [{ name, record }];
  });
  return unfinishedRun({ outcomes, severity: prospect.settings.onFailure === "report" ? "warning" : "error" });
}

/** Nothing was done: an update keeps its prior state, a creation leaves nothing behind. */
function refused(request: ApplyRequest<Schema>, diagnostics: readonly Diagnostic[]): ApplyResponse<Schema> {
  return { state: request.prior, diagnostics: diagnostics.filter(({ severity }) => severity === "error") };
}

async function rollOut(
  request: ApplyRequest<Schema>,
  prospect: Prospect,
  ready: Ready,
  context: CallContext<ProviderData>,
): Promise<{ readonly records: Records; readonly warnings: readonly Diagnostic[] }> {
  const { baseline, planned } = prospect;
  const settings = rolloutSettings(prospect, request.prior === undefined, ready);
  const known = knownRecords(baseline);
  const rollout = createRollout(planned, settings, known, baseline.statuses);
  const run = ready.memory.runRecords.begin();
  const keep = runRecorder(prospect, run, ready.memory.digest);
  const tell = ready.beginProgress?.();
  tell?.(beginLine(planned));
  const ports = {
    api: ready.service,
    clock: ready.clock,
    progress: (event: Parameters<typeof describeProgress>[0]): void => {
      if ("records" in event) keep(event.records());
      describeProgress(event, context.log);
      if (tell !== undefined) progressLines(event, planned).forEach(tell);
    },
  };
  const finished = await runRollout(rollout, ports, context.signal);
  const records = recordsSoFar(finished, ready.clock.now());
  tell?.(endLine(planned, records));
  return { records, warnings: run.problem === undefined ? [] : [runNotRecorded(run.problem)] };
}

/** Keeps, on this machine, what the run has sent so far: should it be killed, the next one must not send it again. */
function runRecorder(
  { desired }: Prospect,
  run: StartedRun,
  digest: LocalMemory["digest"],
): (records: Records) => void {
  const triggers = new Map(desired.map((instance) => [instance.id, digestTriggers(instance.triggers, digest)]));
  return (records) => {
    const sent = new Map<InstanceId, RunRecord>();
    for (const [id, record] of records) {
      const own = triggers.get(id);
      if (own !== undefined && record.submittedAt !== "") sent.set(id, { record, triggers: own });
    }
    if (sent.size > 0) run.save(sent);
  };
}

function rolloutSettings(prospect: Prospect, creating: boolean, ready: Ready): RolloutSettings {
  const { settings } = prospect;
  const timeoutMs = creating ? settings.createTimeoutMs : settings.updateTimeoutMs;
  return {
    maxUnavailable: waveSize(settings.maxUnavailable, prospect.desired.length),
    readyTimeoutMs: settings.readyTimeoutMs,
    minReadyMs: settings.minReadyMs,
    pauseBetweenMs: settings.pauseBetweenMs,
    maxFailures: prospect.maxFailures,
    runDeadlineMs: ready.clock.now() + timeoutMs,
    pollIntervalMs: ready.pollIntervalMs,
    forceDelete: settings.forceDelete,
  };
}

function stateAfter(
  request: ApplyRequest<Schema>,
  prospect: Prospect,
  observed: ObservedState,
  records: Records,
  open: readonly Due[],
  id: string | null,
): LifecycleState {
  return {
    ...configured(request.planned),
    id,
    planned_actions:
      prospect.planned.length > 0 ? encodePlanned(prospect.planned) : (request.prior?.planned_actions ?? []),
    observed,
    results: encodeResults(prospect.desired, records),
    unfinished: open.map(({ name }) => name).sort(),
  };
}

/** The configured part of a planned value; Terraform promises that at apply nothing of it is unknown. */
function configured(planned: LifecycleConfig): LifecycleState {
  const part = { ...planned, id: null, planned_actions: null, observed: null, results: null, unfinished: null };
  if (!isState(part)) throw new Error("a configured value is unknown at apply");
  return part;
}

function isState(value: LifecycleConfig): value is LifecycleState {
  return isWhollyKnown(value);
}
