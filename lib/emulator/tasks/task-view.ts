import type { JsonObject } from "../json-value";
import type { TaskKind, TaskRecord } from "./task-records";

/** The names that the service gives to tasks. (Assumed: the documents do not tell those of a creation and a restart.) */
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
