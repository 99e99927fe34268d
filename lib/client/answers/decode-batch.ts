import { type BatchItem, idKey, type InstanceId } from "../../domain/instance";
import { asArray, asObject, readText } from "./json-reader";

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
