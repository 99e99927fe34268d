import type { Path } from "./path";
import type { Attributes, Type } from "./schema";
import { isDecimal, isList, isMap, isNumber, unknown, type Value } from "./value";

const sensitive = "(sensitive value)";

/** A value as a message shows it. Collections are counted, not listed, because their elements may be sensitive. */
function describeValue(value: Value): string {
  if (value === null) return "null";
  if (value === unknown) return "(known after apply)";
  if (typeof value === "string") return JSON.stringify(value);
  if (isDecimal(value)) return value.decimal;
  if (isNumber(value) || typeof value === "boolean") return String(value);
  if (isList(value)) return `a list of ${count(value.length)}`;
  if (isMap(value)) return `a map of ${count(value.size)}`;
  return "an object";
}

/** A value as a message shows it, or a mark if the schema makes it or an attribute around it sensitive. */
export function describeAt(attributes: Attributes, path: Path, value: Value): string {
  return isSensitiveAt(attributes, path) ? sensitive : describeValue(value);
}

/** Whether the attribute at the path, or one around it, is sensitive. */
function isSensitiveAt(attributes: Attributes, path: Path): boolean {
  const [name, ...rest] = path;
  const attribute = typeof name === "string" ? attributes[name] : undefined;
  if (attribute === undefined) return false;
  if (attribute.sensitive === true) return true;
  const inner = rest.findIndex((step) => typeof step === "string");
  return "nesting" in attribute && inner >= 0 && isSensitiveAt(attribute.attributes, rest.slice(inner));
}

/** A type with its article, as in "needs a map of strings". */
export function describeType(type: Type): string {
  if (typeof type === "string") return `a ${type}`;
  if ("list" in type) return `a list of ${plural(type.list)}`;
  if ("set" in type) return `a set of ${plural(type.set)}`;
  return "map" in type ? `a map of ${plural(type.map)}` : "an object";
}

function plural(type: Type): string {
  if (typeof type === "string") return `${type}s`;
  if ("list" in type) return "lists";
  if ("set" in type) return "sets";
  return "map" in type ? "maps" : "objects";
}

/** "1 element", "3 elements". */
export function count(elements: number): string {
  return `${elements} ${elements === 1 ? "element" : "elements"}`;
}
