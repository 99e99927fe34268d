import type { InstanceId } from "../../domain/instance";
import type { ActionRecord } from "../../domain/action-record";
import { createRollout, type RolloutSettings } from "../../domain/rollout/rollout";
import { recordsSoFar } from "../../domain/rollout/records";
import { waveSize } from "../../domain/ledger/waves";
import type { Diagnostic } from "../../framework/diagnostic";
import type { CallContext } from "../../framework/resource";
import { runRollout } from "../../rollout/run-rollout";
import type { LocalMemory, RunRecord, StartedRun } from "../memory";
import { runNotRecorded } from "../messages";
import { beginLine, endLine, progressLines } from "../progress-line";
import { describeProgress } from "../progress-log";
import type { ProviderData } from "../service";
import { knownRecords } from "./baseline";
import type { Prospect } from "./prospect";
import { digestTriggers } from "./trigger-digests";

type Ready = Extract<ProviderData, { kind: "ready" }>;
type Records = ReadonlyMap<InstanceId, ActionRecord>;

/** Carries out what is due, keeping on this machine and telling whoever follows what happens. Sends requests. */
export async function rollOut(
  prospect: Prospect,
  creating: boolean,
  ready: Ready,
  context: CallContext<ProviderData>,
): Promise<{ readonly records: Records; readonly warnings: readonly Diagnostic[] }> {
  const { baseline, planned } = prospect;
  const settings = rolloutSettings(prospect, creating, ready);
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
