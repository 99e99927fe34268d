import { idKey, type Instance, type InstanceId, type BatchItem } from "../../domain/instance";
import { asArray, asObject, type JsonObject, readCount, readText, rfc3339Of } from "./json-reader";
import type { Task } from "../../domain/task";

/** One page of a listing. `total` is the service's count over all pages, if readable. */
export interface InstancePage {
  readonly instances: readonly Instance[];
  /** Entries on the page, those without an id included. */
  readonly entries: number;
  readonly total: number | undefined;
}

/** The number of entries in a listing, without decoding them; 0 if the JSON is not a listing. Pure; never throws. */
export function countEntries(json: unknown): number {
  const object = asObject(json);
  return object === undefined ? 0 : (asArray(object["instances"])?.length ?? 0);
}

/**
 * Reads a listing; `undefined` if the JSON is not a listing. Entries without an id are left out. Texts are the service's own: see
 * `withShownTexts`. Pure; never throws.
 */
export function decodeInstancePage(json: unknown): InstancePage | undefined {
  const object = asObject(json);
  const entries = object === undefined ? undefined : asArray(object["instances"]);
  if (object === undefined || entries === undefined) return undefined;
  const instances = entries.flatMap((entry) => {
    const instance = asObject(entry);
    const id = instance === undefined ? undefined : readText(instance, "instance_id");
    return instance === undefined || id === undefined ? [] : [decodeInstance(instance, id)];
  });
  return { instances, entries: entries.length, total: readCount(object, "instance_num") };
}

/**
 * Reads one instance; `undefined` if the JSON is not an instance or has another id than `askedId`, in any case. An answer may omit its id,
 * because the request has it. Pure; never throws.
 */
export function decodeSingleInstance(json: unknown, askedId: InstanceId): Instance | undefined {
  const object = asObject(json);
  const statedId = object === undefined ? undefined : readText(object, "instance_id");
  if (object === undefined || (statedId ?? readText(object, "status")) === undefined) return undefined;
  const id = statedId ?? askedId;
  return idKey(id) === idKey(askedId) ? decodeInstance(object, id) : undefined;
}

function decodeInstance(object: JsonObject, id: InstanceId): Instance {
  return {
    id,
    name: readText(object, "name") ?? "",
    engine: readText(object, "engine") ?? "",
    engineVersion: readText(object, "engine_version") ?? "",
    status: readText(object, "status") ?? "",
    createdAt: decodeTime(readText(object, "created_at")),
    ...decodeEnterpriseProject(readText(object, "enterprise_project_id")),
    ...decodeTags(object["tags"]),
    ...decodeWindow(object),
  };
}

function decodeEnterpriseProject(id: string | undefined): Pick<Instance, "enterpriseProjectId"> {
  return id === undefined || id === "" ? {} : { enterpriseProjectId: id };
}

/** The tags with a key. */
function decodeTags(json: unknown): Pick<Instance, "tags"> {
  const tags = (asArray(json) ?? []).flatMap((entry) => {
    const tag = asObject(entry);
    const key = tag === undefined ? undefined : readText(tag, "key");
    return tag === undefined || key === undefined ? [] : [{ key, value: readText(tag, "value") ?? "" }];
  });
  return tags.length === 0 ? {} : { tags };
}

function decodeWindow(object: JsonObject): Pick<Instance, "maintainBegin" | "maintainEnd"> {
  const [maintainBegin, maintainEnd] = [readText(object, "maintain_begin"), readText(object, "maintain_end")];
  return { ...(maintainBegin !== undefined && { maintainBegin }), ...(maintainEnd !== undefined && { maintainEnd }) };
}

/** Epoch milliseconds ("1572866120990", as documented) or ISO 8601, to RFC 3339 in UTC; empty if it is neither. */
function decodeTime(text: string | undefined): string {
  if (text === undefined) return "";
  const atMs = /^\d+$/.test(text) ? Number(text) : Date.parse(/^\d{4}-\d\d-\d\d/.test(text) ? text : "");
  return rfc3339Of(atMs);
}

/**
 * Reads the per-instance results of a batch call; `undefined` if the JSON has no list of them. Pure; never throws.
 *
 * An item counts only if it names its instance and says `success` or `failed`, letter for letter. An instance with two different results
 * counts as not answered. With `askedIds`, items of other instances are left out, and ids keep the spelling of the request. The order is
 * the service's, each instance once.
 */
export function decodeBatchItems(
  json: unknown,
  askedIds: readonly InstanceId[] | undefined,
): readonly BatchItem[] | undefined {
  const object = asObject(json);
  const entries = object === undefined ? undefined : asArray(object["results"]);
  if (entries === undefined) return undefined;
  const spelling = askedIds === undefined ? undefined : new Map(askedIds.map((id) => [idKey(id), id]));
  const results = new Map<InstanceId, BatchItem["result"] | "contradictory">();
  for (const entry of entries) {
    const item = readItem(entry);
    const id = spelling === undefined ? item?.id : spelling.get(idKey(item?.id ?? ""));
    if (item === undefined || id === undefined) continue;
    const earlier = results.get(id) ?? item.result;
    results.set(id, earlier === item.result ? item.result : "contradictory");
  }
  return [...results].flatMap(([id, result]) => (result === "contradictory" ? [] : [{ id, result }]));
}

function readItem(entry: unknown): BatchItem | undefined {
  const object = asObject(entry);
  if (object === undefined) return undefined;
  const id = readText(object, "instance");
  const result = object["result"];
  return id !== undefined && (result === "success" || result === "failed") ? { id, result } : undefined;
}

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
