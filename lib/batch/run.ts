import type { Action, Engine, InstanceId } from "../domain/instance";
import type { ActionRecord } from "../domain/action-record";
import type { Clock, InstanceApi, PurgeApi } from "../rollout/ports";
import type { ProgressLines } from "../rollout/progress-line";

/** The service as a batch action uses it; the client satisfies it. */
interface BatchService extends InstanceApi, PurgeApi {
  readonly apiVersion: string;
  /** Whether the dialect in use offers a batch action for an engine. */
  supports(action: Action, engine: Engine): boolean;
}

/** The surroundings of a batch action. */
export interface BatchSurroundings {
  readonly service: BatchService;
  readonly clock: Clock;
  readonly pollIntervalMs: number;
  /** Whether the service's own records of tasks count as evidence. */
  readonly readsTasks: boolean;
  /** Asks the run to end. */
  readonly stop: AbortSignal;
  /** Shows the progress of the run to people, one line at a time. */
  readonly tell: (line: string) => void;
  /** Takes the events of the run as lines of the progress file. */
  readonly progress: ProgressLines;
  /** Keeps the entries before it returns. */
  readonly keep: (entries: readonly BatchEntry[]) => void;
}

/** One instance of a batch and the record of its action. */
export interface BatchEntry {
  readonly name: string;
  readonly record: ActionRecord;
}

export interface BatchOutcome {
  /** Every instance of the batch. */
  readonly entries: readonly BatchEntry[];
  /** The failure of the run as a whole, in full sentences. */
  readonly complaint: string | undefined;
}

/** Entries by the records' ids, in the order of `named`; instances without a record are left out. Pure. */
export function entriesOf(
  named: readonly { readonly name: string; readonly id: InstanceId }[],
  records: ReadonlyMap<InstanceId, ActionRecord>,
): readonly BatchEntry[] {
  return named.flatMap(({ name, id }) => {
    const record = records.get(id);
    return record === undefined ? [] : [{ name, record }];
  });
}

/** Whether a deletion is done because the instance did not exist. Pure. */
export function wasAbsent({ record }: BatchEntry): boolean {
  return record.action === "delete" && record.result === "success" && record.submittedAt === "";
}

/** Whether every action is proven. Pure. */
export function isDone({ entries, complaint }: BatchOutcome): boolean {
  return complaint === undefined && unfinishedNames(entries).length === 0;
}

/** Names of the instances without success, sorted. Pure. */
export function unfinishedNames(entries: readonly BatchEntry[]): readonly string[] {
  return entries
    .filter(({ record }) => record.result !== "success")
    .map(({ name }) => name)
    .sort();
}
