import type { InstanceId } from "../../domain/instance";
import { stableHex } from "../stable-values";
import { type JsonObject, isJsonObject, type JsonValue } from "../json-value";
import { savedMoment, savedText } from "../saved-values";
import { InvalidInput } from "../invalid-input";

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

/** The records of an instance's tasks in a saved state. Throws `InvalidInput` naming the place. */
export function decodeTasks(value: JsonValue, place: string): TaskRecords {
  if (!isJsonObject(value)) throw new InvalidInput(place, "must be an object");
  const { made, kept } = value;
  if (typeof made !== "number" || !Number.isSafeInteger(made) || made < 0) {
    throw new InvalidInput(`${place}.made`, "must be a whole number, 0 or more");
  }
  if (!Array.isArray(kept)) throw new InvalidInput(`${place}.kept`, "must be an array");
  return {
    made,
    kept: (kept as readonly JsonValue[]).map((task, index) => decodeTask(task, `${place}.kept[${index}]`)),
  };
}

function decodeTask(value: JsonValue, place: string): TaskRecord {
  if (!isJsonObject(value)) throw new InvalidInput(place, "must be an object");
  const { kind, actor, ended } = value;
  if (kind !== "create" && kind !== "restart") throw new InvalidInput(`${place}.kind`, "must be create or restart");
  if (!isJsonObject(actor)) throw new InvalidInput(`${place}.actor`, "must be an object");
  return {
    id: savedText(value.id, `${place}.id`),
    kind,
    actor: { name: savedText(actor.name, `${place}.actor.name`), id: savedText(actor.id, `${place}.actor.id`) },
    beganAtMs: savedMoment(value.beganAtMs, `${place}.beganAtMs`),
    ended: ended === null ? null : decodeEnd(ended, `${place}.ended`),
  };
}

function decodeEnd(value: JsonValue | undefined, place: string): TaskRecord["ended"] {
  if (!isJsonObject(value)) throw new InvalidInput(place, "must be null or an object");
  const { status } = value;
  if (status !== "SUCCESS" && status !== "FAILED")
    throw new InvalidInput(`${place}.status`, "must be SUCCESS or FAILED");
  return { atMs: savedMoment(value.atMs, `${place}.atMs`), status };
}
