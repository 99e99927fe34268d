import type { InstanceId } from "../../domain/instance";
import { stableHex } from "../stable-values";
import type { JsonObject } from "../json-value";

/** The user who asked for an action. */
export interface Actor {
  readonly name: string;
  readonly id: string;
}

/** The kind of a record's task. The service's own names are not documented; the answered ones come from the seed. */
type TaskKind = "create" | "restart";

/** One background task of an instance. */
export interface TaskRecord {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly kind: TaskKind;
  readonly actor: Actor;
  readonly beganAtMs: number;
  /** Set while the service has accepted the task and not started it. */
  readonly isNew?: boolean;
  /** `null` while it is under way. */
  readonly ended: { readonly atMs: number; readonly status: "SUCCESS" | "FAILED" } | null;
}

/** The records of one instance, in the order they began. */
export interface TaskRecords {
  /** Number of records ever made, so that the next one does not get the id of a deleted one. */
  readonly made: number;
  readonly kept: readonly TaskRecord[];
}

/** Adds a task that is under way. */
export function beginTask(
  records: TaskRecords,
  instance: InstanceId,
  kind: TaskKind,
  actor: Actor,
  beganAtMs: number,
): TaskRecords {
  const made = records.made + 1;
  const task: TaskRecord = { id: stableHex(`task ${instance} ${made}`, 32), kind, actor, beganAtMs, ended: null };
  return { made, kept: [...records.kept, task] };
}

/** Ends the tasks under way; `status`: the instance's status then. */
export function endTasks(records: TaskRecords, atMs: number, status: string): TaskRecords {
  if (records.kept.every(({ ended }) => ended !== null)) return records;
  const ended = { atMs, status: status === "RUNNING" ? "SUCCESS" : "FAILED" } as const;
  return { ...records, kept: records.kept.map((task) => (task.ended === null ? { ...task, ended } : task)) };
}

/** Takes a record away. */
export function withoutTask(records: TaskRecords, id: string): TaskRecords {
  return { ...records, kept: records.kept.filter((task) => task.id !== id) };
}

/** The names that the service gives to tasks. (Assumed: the documents do not name those of a creation and a restart.) */
export type TaskNames = Readonly<Record<TaskKind, string>>;

/**
 * A record as the API answers it. Source: OTC DMS API reference, "Listing Background Tasks" (2026-04); `params` is JSON in a
 * text; its content is Assumed. While a task is under way, `updated_at` is its last change.
 */
export function viewTask(task: TaskRecord, names: TaskNames): JsonObject {
  return {
    id: task.id,
    name: names[task.kind],
    user_name: task.actor.name,
    user_id: task.actor.id,
    params: JSON.stringify({ action: task.kind }),
    status: task.ended?.status ?? (task.isNew === true ? "CREATED" : "EXECUTING"),
    created_at: new Date(task.beganAtMs).toISOString(),
    updated_at: new Date(task.ended?.atMs ?? task.beganAtMs).toISOString(),
  };
}
