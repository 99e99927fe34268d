import { type FieldPlace, instanceFields } from "./instance-fields";
import type { InstanceRecord } from "./instance-record";
import type { JsonObject, JsonValue } from "./json-value";

/** The two versions of the documented API. */
export type Dialect = "v1.0" | "v2";

/** The instance as the API answers it. Fields that no document knows are answered as seeded. Pure. */
export function viewInstance(
  record: InstanceRecord,
  status: string,
  dialect: Dialect,
  call: "get" | "list",
): JsonObject {
  const view: Record<string, JsonValue> = {
    instance_id: record.id,
    name: record.name,
    engine: record.engine,
    status,
  };
  for (const [name, value] of Object.entries(record.fields)) {
    if (isShown(instanceFields[name]?.[1] ?? "everywhere", dialect, call)) view[name] = value;
  }
  return view;
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

/** The instance in seed format, with everything that is known of it. Pure. */
export function viewAsSeed(record: InstanceRecord, status: string): JsonObject {
  return { instance_id: record.id, name: record.name, engine: record.engine, status, ...record.fields };
}
