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
  if ("map" in type && isMap(value)) {
    return `{${Array.from(value, ([key, one]) => memberText(key, type.map, one)).join()}}`;
  }
  if ("object" in type && isObject(value)) {
    return `{${Object.keys(value)
      .map((name) => memberText(name, type.object[name] ?? "string", value[name] ?? null))
      .join()}}`;
  }
  return "null";
}

function numberText(value: Value): string {
  return isNumber(value) ? canonicalNumber(value) : "null";
}

function memberText(name: string, type: Type, value: Value): string {
  return `${JSON.stringify(name)}:${stateText(type, value)}`;
}
