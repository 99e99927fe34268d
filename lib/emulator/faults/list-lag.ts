import type { InstanceId } from "../../domain/instance";
import type { TaskRecord } from "../fleet/task-records";

/** The lag of the answer to one list call: the rules that fired for it. */
export interface ListLag {
  /** Instances that the list leaves out; "all": each of them. */
  readonly omitted: readonly InstanceId[] | "all";
  /** Instances that the list shows as they were before their last change. */
  readonly stale: readonly InstanceId[] | "all";
}

/** True if the list leaves this instance out. */
export function isOmitted({ omitted }: ListLag, id: InstanceId): boolean {
  return omitted === "all" || omitted.includes(id);
}

/** True if the list shows this instance as it was before its last change. */
export function isStale({ stale }: ListLag, id: InstanceId): boolean {
  return stale === "all" || stale.includes(id);
}

/** The tasks that a list shows: without the newest record, or with its earlier state. `tasks` are newest first. */
export function laggingTasks(tasks: readonly TaskRecord[], lag: ListLag, instance: InstanceId): readonly TaskRecord[] {
  const [newest, ...others] = tasks;
  if (newest === undefined || isOmitted(lag, instance)) return others;
  return isStale(lag, instance) ? [{ ...newest, ended: null, isNew: newest.ended === null }, ...others] : tasks;
}
