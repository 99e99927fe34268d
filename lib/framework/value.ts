/**
 * Terraform's values as plain JavaScript.
 *
 * | Terraform        | here                                                                        |
 * |------------------|-----------------------------------------------------------------------------|
 * | null             | `null`                                                                      |
 * | unknown          | `unknown` (the one symbol below), at any depth                              |
 * | bool, string     | `boolean`, `string`                                                         |
 * | number           | `number`, `bigint` beyond 2^53, `Decimal` where neither is exact            |
 * | list, set, tuple | array (of a set: in no particular order)                                    |
 * | map              | `ReadonlyMap`, because its keys are the user's (`__proto__` is a legal one) |
 * | object           | record with every attribute of the type present                             |
 */
export const unknown: unique symbol = Symbol("unknown");
export type Unknown = typeof unknown;

/** A number that fits neither a float64 nor an int64, as Terraform spells it. */
interface Decimal {
  readonly decimal: string;
}

export type TfNumber = number | bigint | Decimal;

export interface ObjectValue {
  readonly [attribute: string]: Value;
}

export type Value =
  null | Unknown | boolean | string | TfNumber | readonly Value[] | ReadonlyMap<string, Value> | ObjectValue;

/** Whether the value itself is known; parts of it may still be unknown. Pure. */
export function isKnown<V>(value: V | Unknown): value is V {
  return value !== unknown;
}

/** Whether the value is known at every depth. Pure. */
export function isWhollyKnown(value: Value): boolean {
  if (value === unknown) return false;
  if (isList(value)) return value.every(isWhollyKnown);
  if (isMap(value)) return [...value.values()].every(isWhollyKnown);
  if (isObject(value)) return Object.values(value).every(isWhollyKnown);
  return true;
}

/** Whether the value is held as an array: a list, a set or a tuple. Pure. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value | undefined): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

/** Whether the value is a record. A `Decimal` is one too: ask only where the type says object. Pure. */
export function isObject(value: Value | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && !isList(value) && !isMap(value);
}

/** Whether the value is a record that spells a number. Where the type is known to be an object, do not ask. Pure. */
export function isDecimal(value: Value | undefined): value is Decimal {
  return isObject(value) && typeof value["decimal"] === "string" && Object.keys(value).length === 1;
}

export function isNumber(value: Value | undefined): value is TfNumber {
  return typeof value === "number" || typeof value === "bigint" || isDecimal(value);
}
