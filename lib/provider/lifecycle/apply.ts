import type { Due } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import type { ActionRecord } from "../../domain/record";
import { createRollout, type RolloutSettings } from "../../domain/rollout";
import { recordsSoFar } from "../../domain/rollout-records";
import { waveSize } from "../../domain/waves";
import { type Diagnostic, hasErrors } from "../../framework/diagnostic";
import type { ApplyRequest, ApplyResponse, CallContext } from "../../framework/resource";
import { isWhollyKnown } from "../../framework/value";
import { runRollout } from "../../rollout/run-rollout";
import { providerNotConfigured, unfinishedRun } from "../messages";
import { beginLine, endLine, progressLines } from "../progress-line";
import { describeProgress } from "../progress-log";
import type { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import { type ProviderData, readyData, type RunRecord } from "../service";
import { knownRecords } from "./baseline";
import { encodePlanned, encodeResults, type LifecycleConfig, type LifecycleState, type ObservedState } from "./model";
import { encodePrivate } from "./private-state";
import { type Prospect, prospectOf } from "./prospect";
import { firstLook, lastLook } from "./apply-looks";

type Schema = typeof instanceLifecycleSchema;
type Ready = Extract<ProviderData, { kind: "ready" }>;
type Records = ReadonlyMap<InstanceId, ActionRecord>;

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
    provider: context.provider,
  });
  if (asked === undefined) throw new Error("a planned value that decides what is due is unknown at apply");
  if (hasErrors(asked.diagnostics)) return refused(request, asked.diagnostics);

  const before = await firstLook(asked, ready, context.signal);
  if ("diagnostics" in before) return refused(request, before.diagnostics);
  const prospect = { ...asked, baseline: before.baseline };
  ready.replacedInstances.forget(prospect.desired.map(({ id }) => id));
  if (prospect.planned.length === 0) {
    const state = stateAfter(request, ready, prospect, before.observed, knownRecords(prospect.baseline), []);
    return { state, private: encodePrivate({ imported: false }) };
  }

  const records = await rollOut(request, prospect, ready, context);
  const observed = await lastLook(prospect, before.observed, records, ready, context.signal);
  const all = new Map([...knownRecords(prospect.baseline), ...records]);
  const open = prospect.planned.filter(({ id }) => records.get(id)?.result !== "success");
  return {
    state: stateAfter(request, ready, prospect, observed, all, open),
    diagnostics: open.length === 0 ? [] : [summary(prospect, records)],
    private: encodePrivate({ imported: false }),
  };
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
): Promise<Records> {
  const { baseline, planned } = prospect;
  const settings = rolloutSettings(prospect, request.prior === undefined, ready);
  const known = knownRecords(baseline);
  const rollout = createRollout(planned, settings, known, baseline.statuses);
  const keep = runRecorder(prospect, ready);
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
  return records;
}

/**
 * Keeps, on this machine, how the run stands, together with what was known of its instances before it. Other resources of the
 * same apply have records of their own, with triggers that are not known here.
 */
function runRecorder(prospect: Prospect, ready: Ready): (records: Records) => void {
  const run = ready.runRecords.begin();
  const triggers = new Map(prospect.desired.map((instance) => [instance.id, instance.triggers]));
  const earlier = knownRecords(prospect.baseline);
  return (records) => {
    const all = new Map<InstanceId, RunRecord>();
    for (const [id, record] of [...earlier, ...records]) {
      const own = triggers.get(id);
      if (own !== undefined) all.set(id, { record, triggers: own });
    }
    run.save(all);
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
  ready: Ready,
  prospect: Prospect,
  observed: ObservedState,
  records: Records,
  open: readonly Due[],
): LifecycleState {
  return {
    ...configured(request.planned),
    id: request.prior?.id ?? ready.newId(),
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
