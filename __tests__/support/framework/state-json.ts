import { canonicalNumber } from "../../../lib/framework/values/number";
import type { Type } from "../../../lib/framework/values/schema";
import { isList, isMap, isNumber, isObject, type Value } from "../../../lib/framework/values/value";

/** The JSON that Terraform keeps for a wholly known value of a type. */
export function stateText(type: Type, value: Value): string {
  if (typeof type === "string") return type === "number" && isNumber(value) ? numberText(value) : JSON.stringify(value);
  if (isList(value)) {
    const element = "list" in type ? type.list : "set" in type ? type.set : "string";
    return `[${value.map((one) => stateText(element, one)).join()}]`;
  }
  if ("map" in type && isMap(value)) return recordText([...value], () => type.map);
  if ("object" in type && isObject(value))
    return recordText(Object.entries(value), (name) => type.object[name] ?? "string");
  return "null";
}

function numberText(value: Value): string {
  return isNumber(value) ? canonicalNumber(value) : "null";
}

function recordText(entries: readonly (readonly [string, Value])[], typeOf: (key: string) => Type): string {
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${stateText(typeOf(key), value)}`).join()}}`;
}
