/**
 * Terraform's values as plain JavaScript.
 *
 * | Terraform        | here                                                                        |
 * |------------------|-----------------------------------------------------------------------------|
 * | null             | `null`                                                                      |
 * | unknown          | `unknown` (the one symbol below), at any depth                              |
 * | bool, string     | `boolean`, `string`                                                         |
 * | number           | `number`, `bigint` beyond 2^53, `Decimal` where neither is exact            |
 * | list, set        | array (of a set: in no particular order)                                    |
 * | map              | `ReadonlyMap`, because its keys are the user's (`__proto__` is a legal one) |
 * | object           | record with every attribute of the type present                             |
 */
export const unknown: unique symbol = Symbol("unknown");
/** The type of `unknown`. */
export type Unknown = typeof unknown;

/**
 * A number that fits neither a float64 nor an int64, in Terraform's spelling. It is a class, so that it cannot be confused with a record of
 * any attributes.
 */
export class Decimal {
  protected readonly kind = "decimal";

  constructor(readonly decimal: string) {}
}

/** A number in the narrowest of these forms that is exact. */
export type TfNumber = number | bigint | Decimal;

/** An object by its attributes; objects of a schema have all of them. */
export interface ObjectValue {
  readonly [attribute: string]: Value;
}

/** Any of Terraform's values. Only its type shows the kind in Terraform. */
export type Value =
  null | Unknown | boolean | string | TfNumber | readonly Value[] | ReadonlyMap<string, Value> | ObjectValue;

/** Whether the value itself is known; parts of it may still be unknown. */
export function isKnown<V>(value: V | Unknown): value is V {
  return value !== unknown;
}

/** Whether the value is known at every depth. */
export function isWhollyKnown(value: Value): boolean {
  if (value === unknown) return false;
  if (isList(value)) return value.every(isWhollyKnown);
  if (isMap(value)) return [...value.values()].every(isWhollyKnown);
  if (isObject(value)) return Object.values(value).every(isWhollyKnown);
  return true;
}

/** Whether the value is an array: a list or a set. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether the value is a map. */
export function isMap(value: Value | undefined): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

/** Whether the value is a record. */
export function isObject(value: Value | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && !isList(value) && !isMap(value) && !isDecimal(value);
}

/** Whether the value is a number in the form of text. */
export function isDecimal(value: Value | undefined): value is Decimal {
  return value instanceof Decimal;
}

/** Whether the value is a number in any form. */
export function isNumber(value: Value | undefined): value is TfNumber {
  return typeof value === "number" || typeof value === "bigint" || isDecimal(value);
}
