import { lastMomentMs } from "../clock";
import type { InstanceRecord } from "./instance-record";
import type { JsonValue } from "../json-value";
import { durations, type Pace } from "./transitions";
import { beginTask, endTasks, type Actor, type TaskRecords } from "./task-records";

const none: TaskRecords = { made: 0, kept: [] };

/** The records of a seeded instance: its creation, and a restart that is under way. */
export function seededTasks(instance: Omit<InstanceRecord, "tasks">, pace: Pace): TaskRecords {
  const { id, condition } = instance;
  const actor = ownerOf(instance);
  if (condition.status === "CREATING") return beginTask(none, id, "create", actor, pace.nowMs);
  const createdAtMs = createdAt(instance.fields.created_at);
  const end = condition.status === "CREATEFAILED" ? "CREATEFAILED" : "RUNNING";
  const created = endTasks(
    beginTask(none, id, "create", actor, createdAtMs),
    createdAtMs + durations.createMs(id),
    end,
  );
  return condition.status === "RESTARTING" ? beginTask(created, id, "restart", actor, pace.nowMs) : created;
}

/**
 * The records of an instance that existed before its fleet was replaced. A seed describes the present, not the past: instances keep their
 * records, and a task that was under way ends as the seed says.
 */
export function keptTasks(instance: Omit<InstanceRecord, "tasks">, before: TaskRecords, pace: Pace): TaskRecords {
  const { id, condition } = instance;
  const isUnderWay = before.kept.some(({ ended }) => ended === null);
  if (condition.status === "RESTARTING" || condition.status === "CREATING") {
    const kind = condition.status === "CREATING" ? "create" : "restart";
    return isUnderWay ? before : beginTask(before, id, kind, ownerOf(instance), pace.nowMs);
  }
  return endTasks(before, pace.nowMs, condition.status);
}

/** The user who owns the instance. Every instance has these fields, as texts. */
function ownerOf({ fields }: Omit<InstanceRecord, "tasks">): Actor {
  const { user_name: name, user_id: id } = fields;
  return { name: typeof name === "string" ? name : "", id: typeof id === "string" ? id : "" };
}

const dayMs = 86_400_000;

/** The time of a creation. A seed may have any text, but the record needs a time that a date can express. */
function createdAt(value: JsonValue | undefined): number {
  const ms = Math.trunc(Number(value));
  return ms >= 0 && ms <= lastMomentMs - dayMs ? ms : 0;
}
