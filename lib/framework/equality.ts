import { canonicalNumber } from "./number";
import type { Type } from "./schema";
import { isDecimal, isList, isMap, isNumber, isObject, unknown, type Value } from "./value";

/**
 * Whether two values of a type are the same value: numbers however they are held, sets in any order, maps by key,
 * strings as Terraform sees them, which brings every string to Unicode's composed form. Unknown equals unknown only. Pure.
 */
export function equalValues(type: Type, a: Value, b: Value): boolean {
  return a === b || canonicalText(type, a) === canonicalText(type, b);
}

/** One text per value of a type, so that equal values have equal texts and no others do. Pure. */
export function canonicalText(type: Type, value: Value): string {
  if (value === null) return "null";
  if (value === unknown) return "unknown";
  if (typeof type === "string") {
    return type === "number" && isNumber(value) ? canonicalNumber(value) : canonicalShape(value);
  }
  if ("list" in type && isList(value)) return listText(value, () => type.list);
  if ("set" in type && isList(value)) {
    const elements = new Set(value.map((element) => canonicalText(type.set, element)));
    return `set(${[...elements].sort().join()})`;
  }
  if ("map" in type && isMap(value)) return entriesText("map", [...value], () => type.map);
  if ("object" in type && isObject(value)) {
    return entriesText("object", Object.entries(value), (name) => type.object[name] ?? "dynamic");
  }
  return canonicalShape(value);
}

/** The canonical text of a value whose type is not known: judged by how it is held. */
function canonicalShape(value: Value): string {
  if (typeof value === "number" || typeof value === "bigint" || isDecimal(value)) return canonicalNumber(value);
  if (isList(value)) return listText(value, () => "dynamic");
  if (isMap(value)) return entriesText("map", [...value], () => "dynamic");
  if (isObject(value)) return entriesText("object", Object.entries(value), () => "dynamic");
  return typeof value === "string" ? stringText(value) : String(value);
}

function listText(elements: readonly Value[], typeOf: () => Type): string {
  return `[${elements.map((element) => canonicalText(typeOf(), element)).join()}]`;
}

function entriesText(tag: string, entries: readonly (readonly [string, Value])[], typeOf: (key: string) => Type) {
  const texts = entries.map(([key, value]) => `${stringText(key)}:${canonicalText(typeOf(key), value)}`);
  return `${tag}{${texts.sort().join()}}`;
}

function stringText(text: string): string {
  return JSON.stringify(text.normalize("NFC"));
}
