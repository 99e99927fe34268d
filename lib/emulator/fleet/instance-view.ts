import { type FieldPlace, instanceFields } from "./instance-fields";
import type { InstanceRecord } from "./instance-record";
import type { JsonObject, JsonValue } from "../json-value";

/** The two versions of the documented API. */
export type Dialect = "v1.0" | "v2";

/** The instance as the API answers it. Undocumented fields are answered as seeded. Pure. */
export function viewInstance(
  record: InstanceRecord,
  status: string,
  dialect: Dialect,
  call: "get" | "list",
): JsonObject {
  const { id: instance_id, name, engine } = record;
  return { instance_id, name, engine, status, ...shownFields(record.fields, dialect, call) };
}

/** The fields that a call shows, without those that the store owns. */
export function shownFields(fields: JsonObject, dialect: Dialect, call: "get" | "list"): JsonObject {
  const shown: Record<string, JsonValue> = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (value !== undefined && isShown(instanceFields[name]?.[1] ?? "everywhere", dialect, call)) shown[name] = value;
  }
  return shown;
}

function isShown(place: FieldPlace, dialect: Dialect, call: "get" | "list"): boolean {
  switch (place) {
    case "everywhere":
      return true;
    case "v2":
      return dialect === "v2";
    case "get":
      return call === "get";
    case "v2-or-get":
      return dialect === "v2" || call === "get";
  }
}
