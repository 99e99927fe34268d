import type { Task } from "../../domain/task";
import { asArray, asObject, type JsonObject, readText, rfc3339Of } from "./json-reader";

/**
 * Reads a list of task records; `undefined` if the JSON is not such a list. Elements that are not objects are left out; an incomplete
 * record still counts. `task_count` is not read: it is a text, and counts more than the page. Pure; never throws.
 */
export function decodeTasks(json: unknown): readonly Task[] | undefined {
  const object = asObject(json);
  const entries = object === undefined ? undefined : asArray(object["tasks"]);
  return entries?.map(asObject).flatMap((entry) => (entry === undefined ? [] : [decodeTask(entry)]));
}

function decodeTask(entry: JsonObject): Task {
  return {
    id: readText(entry, "id") ?? "",
    name: readText(entry, "name") ?? "",
    userName: readText(entry, "user_name") ?? "",
    status: readText(entry, "status") ?? "",
    createdAt: decodeMoment(readText(entry, "created_at")),
    updatedAt: decodeMoment(readText(entry, "updated_at")),
  };
}

/** ISO 8601 as documented, or epoch milliseconds, to RFC 3339; without a zone it is UTC, like all times of the service. */
function decodeMoment(text = ""): string {
  const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?$/.exec(text);
  return rfc3339Of(iso === null ? epochMs(text) : Date.parse(`${iso[1] ?? ""}T${iso[2] ?? ""}${iso[3] ?? "Z"}`));
}

function epochMs(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : NaN;
}
