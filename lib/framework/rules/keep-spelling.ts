import { attributeOf, canonicalText, createLookup, equalValues } from "../values/equality";
import { type Type, typeEntries } from "../values/schema";
import { isList, isMap, isObject, unknown, type ObjectValue, type Value } from "../values/value";

/**
 * The same value in the reference's form at every place where the two are equal: `new Decimal("0.1")` replaces `0.1`, a set takes the
 * reference's order. Terraform compares exactly, so an unchanged value must go back as it came. A value that is equal as a whole is the
 * reference itself.
 */
export function keepSpelling(type: Type, value: Value, reference: Value | undefined): Value {
  if (reference === undefined || value === reference) return value;
  if (value === null || value === unknown || reference === null || reference === unknown) return value;
  if (typeof type === "string") return equalValues(type, value, reference) ? reference : value;
  if ("list" in type && isList(value) && isList(reference)) return keepList(type.list, value, reference);
  if ("set" in type && isList(value) && isList(reference)) {
    return equalValues(type, value, reference) ? reference : keepElements(type.set, value, reference);
  }
  if ("map" in type && isMap(value) && isMap(reference)) return keepMap(type.map, value, reference);
  if ("object" in type && isObject(value) && isObject(reference)) return keepObject(type.object, value, reference);
  return value;
}

// One walk keeps and compares: a part is equal if and only if it is the reference's own part afterwards.

function keepList(type: Type, value: readonly Value[], reference: readonly Value[]): readonly Value[] {
  const kept = value.map((element, index) => keepSpelling(type, element, reference[index]));
  return kept.length === reference.length && kept.every((element, index) => element === reference[index])
    ? reference
    : kept;
}

function keepMap(type: Type, value: ReadonlyMap<string, Value>, reference: ReadonlyMap<string, Value>) {
  const find = createLookup(reference);
  let isReference = value.size === reference.size;
  const kept = new Map<string, Value>();
  for (const [key, element] of value) {
    const other = find(key);
    const own = keepSpelling(type, element, other);
    isReference &&= own === other;
    kept.set(key, own);
  }
  return isReference ? reference : kept;
}

function keepObject(types: Readonly<Record<string, Type>>, value: ObjectValue, reference: ObjectValue): ObjectValue {
  let isReference = true;
  const kept: [string, Value][] = [];
  for (const [name, type] of typeEntries(types)) {
    const other = attributeOf(reference, name);
    const own = keepSpelling(type, attributeOf(value, name), other);
    isReference &&= own === other;
    kept.push([name, own]);
  }
  return isReference ? reference : Object.fromEntries(kept);
}

/** Keeps the elements of a set. They have no names: the same element is searched first, then the one in the same position. */
function keepElements(type: Type, value: readonly Value[], reference: readonly Value[]): readonly Value[] {
  const same = new Map(reference.map((element): [string, Value] => [canonicalText(type, element), element]));
  return value.map((element, index): Value => {
    return same.get(canonicalText(type, element)) ?? keepSpelling(type, element, reference[index]);
  });
}
