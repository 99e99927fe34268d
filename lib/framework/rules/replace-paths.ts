import { canonicalText, equalValues } from "../values/equality";
import { type Attribute, type Attributes, attributeType, type NestedAttribute } from "../values/schema";
import type { Path } from "../values/path";
import { isList, isMap, isObject, type ObjectValue, type Value } from "../values/value";

/**
 * The changed attributes whose schema says that a change replaces the resource, at every depth. A planned unknown is a
 * change; an attribute that disappears with a whole element of a collection is not. Elements of a set have no own path, so the set's is
 * answered. They have no names either, so they are compared by their attributes that require a replacement.
 */
export function findReplacePaths(attributes: Attributes, prior: ObjectValue, planned: ObjectValue): readonly Path[] {
  return inObject(attributes, prior, planned, []);
}

function inObject(attributes: Attributes, prior: Value | undefined, planned: ObjectValue, path: Path): readonly Path[] {
  const before = isObject(prior) ? prior : {};
  return Object.entries(attributes).flatMap(([name, attribute]) =>
    inAttribute(attribute, before[name] ?? null, planned[name] ?? null, path, name),
  );
}

function inAttribute(attribute: Attribute, prior: Value, planned: Value, around: Path, name: string): readonly Path[] {
  if (equalValues(attributeType(attribute), prior, planned)) return [];
  const path = [...around, name];
  if (attribute.requiresReplace === true) return [path];
  if (!("nesting" in attribute)) return [];
  const { attributes } = attribute;
  if (isMap(planned)) {
    const before = isMap(prior) ? prior : new Map<string, Value>();
    return [...planned].flatMap(([key, element]) =>
      isObject(element) ? inObject(attributes, before.get(key), element, [...path, { key }]) : [],
    );
  }
  if (isList(planned)) {
    const before = isList(prior) ? prior : [];
    if (attribute.nesting === "set") return replacesInSet(attributes, before, planned) ? [path] : [];
    return planned.flatMap((element, index) =>
      isObject(element) ? inObject(attributes, before[index], element, [...path, { index }]) : [],
    );
  }
  return isObject(planned) ? inObject(attributes, prior, planned, path) : [];
}

/**
 * Whether a planned element has no prior counterpart with equal attributes that require a replacement. An element without such values is
 * new, unless a prior one with some has disappeared: it may be the same element.
 */
function replacesInSet(attributes: Attributes, prior: readonly Value[], planned: readonly Value[]): boolean {
  const unmatched = new Map<string, number>();
  const add = (text: string, count: number): number => {
    const left = (unmatched.get(text) ?? 0) + count;
    unmatched.set(text, left);
    return left;
  };
  for (const element of prior) add(fixedText(attributes, element), 1);
  const others = planned.map((element) => fixedText(attributes, element)).filter((text) => add(text, -1) < 0);
  const hasGone = [...unmatched].some(([text, count]) => text !== nothing && count > 0);
  return others.some((text) => text !== nothing) || (others.length > 0 && hasGone);
}

const nothing = "";

/** One text for the attributes of an object whose change requires a replacement; `NOTHING` if all of them are null. */
function fixedText(attributes: Attributes, value: Value): string {
  if (!isObject(value)) return nothing;
  const texts = Object.entries(attributes).map(([name, attribute]): [string, string] => {
    const own = value[name] ?? null;
    if (attribute.requiresReplace !== true)
      return [name, "nesting" in attribute ? nestedText(attribute, own) : nothing];
    return [name, own === null ? nothing : canonicalText(attributeType(attribute), own)];
  });
  return joined(texts);
}

function nestedText({ nesting, attributes }: NestedAttribute, value: Value): string {
  if (isMap(value)) {
    const texts = Array.from(value, ([key, element]): [string, string] => [key, fixedText(attributes, element)]);
    return joined(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  if (!isList(value)) return fixedText(attributes, value);
  const texts = value.map((element) => fixedText(attributes, element));
  return joined((nesting === "set" ? texts.sort() : texts).map((text, index) => [String(index), text]));
}

function joined(texts: readonly (readonly [string, string])[]): string {
  const some = texts.filter(([, text]) => text !== nothing).map(([name, text]) => `${JSON.stringify(name)}:${text}`);
  return some.length === 0 ? nothing : `{${some.join()}}`;
}
