import { type FieldPlace, instanceFields, compositionOf } from "./instance-fields";
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
function shownFields(fields: JsonObject, dialect: Dialect, call: "get" | "list"): JsonObject {
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

/** The form of an instance in a list: of an API version, of a seed, or in short. */
export type ListedAs = Dialect | "seed" | "brief";

/** The JSON of an instance around its status. Only the status changes. */
interface Parts {
  readonly before: string;
  readonly after: string;
}

/** Texts, written on first use and kept as long as the fields of the instance: a list of 10,000 is 15 MB. */
const written = new WeakMap<JsonObject, Partial<Record<ListedAs, Parts>>>();

/** The JSON of an instance in a list. */
export function instanceText(record: InstanceRecord, status: string, as: ListedAs): string {
  let known = written.get(record.fields);
  if (known === undefined) written.set(record.fields, (known = {}));
  const { before, after } = (known[as] ??= writeParts(record, as));
  return before + JSON.stringify(status) + after;
}

function writeParts(record: InstanceRecord, as: ListedAs): Parts {
  const { id, name, engine } = record;
  return {
    before: `{"instance_id":${JSON.stringify(id)},"name":${JSON.stringify(name)},"engine":${JSON.stringify(engine)},"status":`,
    after: `${writeFields(record.fields, as)}}`,
  };
}

/** The members of an instance's fields, each behind a comma. */
function writeFields(fields: JsonObject, as: ListedAs): string {
  if (as === "brief") return membersOf({ engine_version: fields.engine_version ?? "" });
  const composition = compositionOf(fields);
  if (composition === undefined) return membersOf(fieldsOf(fields, as));
  const { shared, own } = composition;
  const replaced = Object.keys(own).filter((name) => Object.hasOwn(shared, name));
  return membersOf(fieldsOf(own, as)) + sharedText(shared, replaced, as);
}

const sharedTexts = new WeakMap<JsonObject, Map<string, string>>();

/** The text of the fields that all instances of a project and an engine share, written once. */
function sharedText(shared: JsonObject, replaced: readonly string[], as: Exclude<ListedAs, "brief">): string {
  let texts = sharedTexts.get(shared);
  if (texts === undefined) sharedTexts.set(shared, (texts = new Map<string, string>()));
  const key = `${as} ${replaced.join(" ")}`;
  let text = texts.get(key);
  if (text === undefined) {
    const others = Object.entries(shared).filter(([name]) => !replaced.includes(name));
    texts.set(key, (text = membersOf(fieldsOf(Object.fromEntries(others), as))));
  }
  return text;
}

function fieldsOf(fields: JsonObject, as: Exclude<ListedAs, "brief">): JsonObject {
  return as === "seed" ? fields : shownFields(fields, as, "list");
}

function membersOf(fields: JsonObject): string {
  const text = JSON.stringify(fields);
  return text === "{}" ? "" : `,${text.slice(1, -1)}`;
}
