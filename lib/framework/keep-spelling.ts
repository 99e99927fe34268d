import { canonicalText, equalValues } from "./equality";
import type { Type } from "./schema";
import { isList, isMap, isObject, type Value } from "./value";

/**
 * The same value, held as the reference holds it wherever the two are equal: `0.1` gives way to `{decimal: "0.1"}`, a set
 * takes the reference's order. Terraform compares exactly, so that what has not changed must go back as it came. Pure.
 */
export function keepSpelling(type: Type, value: Value, reference: Value | undefined): Value {
  if (reference === undefined) return value;
  if (equalValues(type, value, reference)) return reference;
  if (typeof type === "string") return value;
  if ("list" in type && isList(value) && isList(reference)) {
    return value.map((element, index) => keepSpelling(type.list, element, reference[index]));
  }
  if ("set" in type && isList(value) && isList(reference)) return keepElements(type.set, value, reference);
  if ("map" in type && isMap(value) && isMap(reference)) {
    return new Map([...value].map(([key, element]) => [key, keepSpelling(type.map, element, reference.get(key))]));
  }
  if ("object" in type && isObject(value) && isObject(reference)) {
    const entries = Object.entries(value).map(([name, one]) => {
      return [name, keepSpelling(type.object[name] ?? "dynamic", one, reference[name])] as const;
    });
    return Object.fromEntries(entries);
  }
  return value;
}

/** Set elements have no names: the same element is looked for first, then the one in the same position. */
function keepElements(type: Type, value: readonly Value[], reference: readonly Value[]): readonly Value[] {
  const same = new Map(reference.map((element): [string, Value] => [canonicalText(type, element), element]));
  return value.map((element, index): Value => {
    return same.get(canonicalText(type, element)) ?? keepSpelling(type, element, reference[index]);
  });
}
