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
export interface Decimal {
  readonly decimal: string;
}

export type TfNumber = number | bigint | Decimal;

export interface ObjectValue {
  readonly [attribute: string]: Value;
}

export type Value =
  null | Unknown | boolean | string | TfNumber | readonly Value[] | ReadonlyMap<string, Value> | ObjectValue;
