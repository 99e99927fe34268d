import { instanceFields } from "./instance-fields";
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
    const place = instanceFields[name]?.[1] ?? "everywhere";
    if (place === "v2" && dialect !== "v2") continue;
    if (place === "get" && call !== "get") continue;
    view[name] = value;
  }
  return view;
}

/** The instance in seed format, with everything that is known of it. Pure. */
export function viewAsSeed(record: InstanceRecord, status: string): JsonObject {
  return { instance_id: record.id, name: record.name, engine: record.engine, status, ...record.fields };
}
