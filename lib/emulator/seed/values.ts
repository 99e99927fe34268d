import { InvalidInput } from "../invalid-input";
import { isJsonObject, type JsonObject, type JsonValue } from "../json-value";

// Readers of the parts of a seed. Each throws `InvalidInput` naming the place.

export function object(value: unknown, place: string): JsonObject {
  if (!isJsonObject(value)) throw new InvalidInput(place, "must be an object");
  return value;
}

export function array(value: JsonValue, place: string): readonly JsonValue[] {
  if (!Array.isArray(value)) throw new InvalidInput(place, "must be an array");
  return value as readonly JsonValue[];
}

export function string(value: JsonValue, place: string): string {
  if (typeof value !== "string" || value === "") throw new InvalidInput(place, "must be a non-empty string");
  return value;
}

export function boolean(value: JsonValue, place: string): boolean {
  if (typeof value !== "boolean") throw new InvalidInput(place, "must be true or false");
  return value;
}

/** Refuses an unknown member, which is a typing error. */
export function requireKnown(value: JsonObject, known: readonly string[], place: string): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new InvalidInput(`${place}.${unknown}`, `is not known; use ${known.join(", ")}`);
}
