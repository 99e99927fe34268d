import { canonicalNumber } from "./number";
import { type Type, typeEntries } from "./schema";
import { isList, isMap, isNumber, isObject, unknown, type ObjectValue, type Value } from "./value";

/**
 * Whether two values of a type are the same value: numbers in any form, sets in any order, maps by key, strings as Terraform compares them,
 * in Unicode's composed form. Unknown equals only unknown.
 *
 * The comparison ends at the first difference, and writes texts only for sets in another order.
 */
export function equalValues(type: Type, a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null || a === unknown || b === unknown) return false;
  if (typeof type === "string") return equalLeaves(a, b);
  if ("object" in type) return isObject(a) && isObject(b) && equalObjects(type.object, a, b);
  if ("map" in type) return isMap(a) && isMap(b) && equalMaps(type.map, a, b);
  if (!isList(a) || !isList(b)) return false;
  if ("list" in type) return equalLists(type.list, a, b);
  return equalLists(type.set, a, b) || setText(type.set, a) === setText(type.set, b);
}

function equalLeaves(a: Value, b: Value): boolean {
  if (typeof a === "string") return typeof b === "string" && a.normalize("NFC") === b.normalize("NFC");
  if (typeof a === "number" && typeof b === "number") return false;
  return isNumber(a) && isNumber(b) && canonicalNumber(a) === canonicalNumber(b);
}

function equalLists(type: Type, a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((element, index) => equalValues(type, element, b[index] ?? null));
}

function equalMaps(type: Type, a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean {
  if (a.size !== b.size) return false;
  const find = createLookup(b);
  for (const [key, value] of a) {
    const other = find(key);
    if (other === undefined || !equalValues(type, value, other)) return false;
  }
  return true;
}

function equalObjects(types: Readonly<Record<string, Type>>, a: ObjectValue, b: ObjectValue): boolean {
  return typeEntries(types).every(([name, type]) => equalValues(type, attributeOf(a, name), attributeOf(b, name)));
}

/** The value of an attribute; a missing one is null, also if its name is an inherited property of JavaScript objects. */
export function attributeOf(object: ObjectValue, name: string): Value {
  return Object.hasOwn(object, name) ? (object[name] ?? null) : null;
}

/** Finds a map's elements by key like Terraform: in Unicode's composed form. */
export function createLookup(map: ReadonlyMap<string, Value>): (key: string) => Value | undefined {
  let composed: ReadonlyMap<string, Value> | undefined;
  return (key) => {
    const found = map.get(key);
    if (found !== undefined) return found;
    composed ??= new Map(Array.from(map, ([each, value]) => [each.normalize("NFC"), value]));
    return composed.get(key.normalize("NFC"));
  };
}

/** One text per value of a type: equal values have equal texts, different ones different texts. As long as the value. */
export function canonicalText(type: Type, value: Value): string {
  if (value === null) return "null";
  if (value === unknown) return "unknown";
  if (typeof type === "string") return leafText(value);
  if ("list" in type && isList(value)) return `[${value.map((element) => canonicalText(type.list, element)).join()}]`;
  if ("set" in type && isList(value)) return setText(type.set, value);
  if ("map" in type && isMap(value)) {
    return entriesText(Array.from(value, ([key, element]) => [key, canonicalText(type.map, element)]));
  }
  if ("object" in type && isObject(value)) {
    const entries = Object.entries(type.object);
    return entriesText(entries.map(([name, inner]) => [name, canonicalText(inner, attributeOf(value, name))]));
  }
  return "of another type";
}

function leafText(value: Value): string {
  if (isNumber(value)) return canonicalNumber(value);
  if (typeof value === "string") return stringText(value);
  return typeof value === "boolean" ? String(value) : "of another type";
}

function setText(type: Type, elements: readonly Value[]): string {
  const texts = new Set(elements.map((element) => canonicalText(type, element)));
  return `set(${[...texts].sort().join()})`;
}

function entriesText(entries: readonly (readonly [string, string])[]): string {
  const texts = entries.map(([key, text]) => `${stringText(key)}:${text}`);
  return `{${texts.sort().join()}}`;
}

function stringText(text: string): string {
  return JSON.stringify(text.normalize("NFC"));
}
