/** A JSON object whose fields may be anything. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses JSON text; undefined when it is none (JSON has no undefined of its own). Pure. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

export function asArray(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** A field as text: strings as they are, numbers and booleans printed; undefined for all else, the empty string included. */
export function readText(object: JsonObject, field: string): string | undefined {
  const value = Object.hasOwn(object, field) ? object[field] : undefined;
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** A count, whether the service sent `3` or `"3"`; undefined when it is not a whole number ≥ 0. */
export function readCount(object: JsonObject, field: string): number | undefined {
  const text = readText(object, field)?.trim();
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : undefined;
}
