import type { HttpAnswer } from "../http/http-message";

/** A JSON object with fields of any type. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses JSON text; undefined if it is not JSON (JSON itself has no undefined). Pure. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The value if it is a JSON object; a list is not one. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The value if it is a JSON list. */
export function asArray(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** A field as text: strings unchanged, numbers and booleans printed; undefined for all other values and the empty string. */
export function readText(object: JsonObject, field: string): string | undefined {
  const value = Object.hasOwn(object, field) ? object[field] : undefined;
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** A count, sent as `3` or as `"3"`; undefined unless it is a whole number ≥ 0. */
export function readCount(object: JsonObject, field: string): number | undefined {
  const text = readText(object, field)?.trim();
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : undefined;
}

/** A time of the service as RFC 3339 in UTC; empty if it is not a time, or if its year does not have four digits. Pure. */
export function rfc3339Of(epochMs: number): string {
  const at = new Date(epochMs);
  const year = at.getUTCFullYear();
  // NaN fails both comparisons.
  return year >= 0 && year <= 9999 ? at.toISOString() : "";
}

/** Parsed bodies. Each is parsed once, because several readers look at an answer of many megabytes. */
const parsed = new WeakMap<HttpAnswer, { readonly json: unknown }>();

/** An answer's body as JSON; `undefined` if it is not JSON. */
export function jsonOf(answer: HttpAnswer): unknown {
  const known = parsed.get(answer) ?? { json: parseJson(answer.body) };
  parsed.set(answer, known);
  return known.json;
}
