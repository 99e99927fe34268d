import { equalValues } from "./equality";
import { attributeType } from "./implied-type";
import type { Path } from "./path";
import type { Attribute, Attributes } from "./schema";
import { isList, isMap, isObject, type ObjectValue, type Value } from "./value";

/**
 * The changed attributes whose schema says that a change replaces the resource, at every depth. A planned unknown is a
 * change; what goes away with a whole element of a collection is none. Elements of a set have no path of their own, so the
 * set's is given. Pure.
 */
export function findReplacePaths(attributes: Attributes, prior: ObjectValue, planned: ObjectValue): readonly Path[] {
  return inObject(attributes, prior, planned, []);
}

function inObject(attributes: Attributes, prior: Value | undefined, planned: ObjectValue, path: Path): readonly Path[] {
  const before = isObject(prior) ? prior : {};
  return Object.entries(attributes).flatMap(([name, attribute]) =>
    inAttribute(attribute, before[name] ?? null, planned[name] ?? null, [...path, name]),
  );
}

function inAttribute(attribute: Attribute, prior: Value, planned: Value, path: Path): readonly Path[] {
  if (equalValues(attributeType(attribute), prior, planned)) return [];
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
    if (attribute.nesting === "set") return mayReplace(attributes) ? [path] : [];
    const before = isList(prior) ? prior : [];
    return planned.flatMap((element, index) =>
      isObject(element) ? inObject(attributes, before[index], element, [...path, { index }]) : [],
    );
  }
  return isObject(planned) ? inObject(attributes, prior, planned, path) : [];
}

function mayReplace(attributes: Attributes): boolean {
  return Object.values(attributes).some(
    (attribute) => attribute.requiresReplace === true || ("nesting" in attribute && mayReplace(attribute.attributes)),
  );
}
