import type { ActionRecord } from "../domain/action-record";
import type { InstanceId } from "../domain/instance";
import type { Since } from "../domain/ledger/since";
import type { Planned } from "../domain/ledger/waves";
import { recordsSoFar } from "../domain/rollout/records";
import { createRollout, type RolloutSettings } from "../domain/rollout/rollout";
import type { ProgressEvent, RolloutPorts } from "./ports";
import { runRollout } from "./run-rollout";

type RecordsById = ReadonlyMap<InstanceId, ActionRecord>;

interface ActRequest {
  /** The actions in execution order, each id once, waves ascending from 1. */
  readonly planned: readonly Planned[];
  readonly settings: RolloutSettings;
  /** The records of the calls that `verify` members watch. */
  readonly open: RecordsById;
  readonly statuses: ReadonlyMap<InstanceId, string>;
  /** The time up to which all earlier actions on an instance are known. @default no action is known */
  readonly since?: Since;
}

interface ActPorts extends Pick<RolloutPorts, "api" | "clock"> {
  /**
   * Keeps the records before it resolves, because they survive if this process dies. Resolves with the reason if it could not; then no more
   * calls are sent.
   */
  readonly keep: (records: RecordsById) => Promise<string | undefined> | void;
  readonly tell: (event: ProgressEvent) => void;
}

/**
 * Carries out planned actions: sends them wave by wave, watches each to its end, and answers a record for each. All callers act through
 * this function. Sends requests; never rejects because of the service. When `stop` aborts, no further call is sent.
 */
export async function act(request: ActRequest, ports: ActPorts, stop: AbortSignal): Promise<RecordsById> {
  const { planned, settings, open, statuses, since } = request;
  const { api, clock, keep, tell } = ports;
  const progress = async (event: ProgressEvent): Promise<string | undefined> => {
    const lost = "records" in event ? await keep(event.records()) : undefined;
    tell(event);
    return lost ?? undefined;
  };
  const rollout = createRollout(planned, settings, open, statuses, since);
  const finished = await runRollout(rollout, { api, clock, progress }, stop);
  return recordsSoFar(finished, clock.now());
}
