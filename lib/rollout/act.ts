import type { ActionRecord } from "../domain/action-record";
import type { InstanceId } from "../domain/instance";
import type { Planned } from "../domain/ledger/waves";
import { recordsSoFar } from "../domain/rollout/records";
import { createRollout, type RolloutSettings } from "../domain/rollout/rollout";
import type { ProgressEvent, RolloutPorts } from "./ports";
import { runRollout } from "./run-rollout";

type RecordsById = ReadonlyMap<InstanceId, ActionRecord>;

interface ActRequest {
  /** In execution order, each id once, waves ascending from 1. */
  readonly planned: readonly Planned[];
  readonly settings: RolloutSettings;
  /** What is known of the calls that `verify` members watch. */
  readonly open: RecordsById;
  readonly statuses: ReadonlyMap<InstanceId, string>;
}

interface ActPorts extends Pick<RolloutPorts, "api" | "clock"> {
  /**
   * Must have kept the records when it resolves: they are what is left if this process dies. Resolves with why it has not; then nothing
   * is sent any more.
   */
  readonly keep: (records: RecordsById) => Promise<string | undefined> | void;
  readonly tell: (event: ProgressEvent) => void;
}

/**
 * The one way to carry out planned actions: sends them wave by wave, watches each to its end, and answers a record for each.
 * Sends requests; never rejects for what the service does. When `stop` aborts, no further call is sent.
 */
export async function act(request: ActRequest, ports: ActPorts, stop: AbortSignal): Promise<RecordsById> {
  const { planned, settings, open, statuses } = request;
  const { api, clock, keep, tell } = ports;
  const progress = async (event: ProgressEvent): Promise<string | undefined> => {
    const lost = "records" in event ? await keep(event.records()) : undefined;
    tell(event);
    return lost ?? undefined;
  };
  const finished = await runRollout(createRollout(planned, settings, open, statuses), { api, clock, progress }, stop);
  return recordsSoFar(finished, clock.now());
}
