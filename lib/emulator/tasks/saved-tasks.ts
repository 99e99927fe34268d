import { savedMoment, savedText } from "../saved-values";
import { InvalidInput } from "../invalid-input";
import { isJsonObject, type JsonValue } from "../json-value";
import type { TaskRecord, TaskRecords } from "./task-records";

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
