import { isDecimal, isList, isMap, unknown, type Value } from "../framework/value";
import type { WireType } from "./wire-type";

/**
 * The type to send with a value of dynamic type: the one it looks like. An array looks like a tuple and a record like an
 * object, which is what `[…]` and `{…}` are in a configuration; where the user wrote `tolist` or `toset`, the type that
 * Terraform sent is lost, for the framework's values have no place for it. Pure.
 */
export function dynamicTypeOf(value: Value): WireType {
  if (value === null || value === unknown) return "dynamic";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number" || typeof value === "bigint" || isDecimal(value)) return "number";
  if (isList(value)) return { tuple: value.map(dynamicTypeOf) };
  return isMap(value) ? mapTypeOf(value) : objectTypeOf(Object.entries(value));
}

/** A map when its elements agree; what Terraform calls a map has elements of one type. */
function mapTypeOf(map: ReadonlyMap<string, Value>): WireType {
  const types = [...map.values()].map(dynamicTypeOf);
  const [first = "dynamic"] = types;
  const isUniform = types.every((type) => JSON.stringify(type) === JSON.stringify(first));
  return isUniform ? { map: first } : objectTypeOf([...map]);
}

function objectTypeOf(entries: readonly (readonly [string, Value])[]): WireType {
  return { object: Object.fromEntries(entries.map(([name, value]) => [name, dynamicTypeOf(value)])) };
}
