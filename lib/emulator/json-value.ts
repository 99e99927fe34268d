/** A JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** A JSON value that is already text, such as a big list, which would take the longest time to parse and write again. */
export class JsonText {
  constructor(
    readonly text: string,
    /** Writes a short form, if it has a list to shorten. */
    readonly brief?: () => string,
  ) {}
}

/** The text of a JSON value. Throws `RangeError` if it is nested thousands deep. */
export function jsonText(value: JsonValue | JsonText): string {
  return value instanceof JsonText ? value.text : JSON.stringify(value);
}

/** True for an object that is neither null nor an array. Pure. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Decodes a JSON text; `undefined` if it is not JSON or not UTF-8. Pure. */
export function decodeJson(bytes: Uint8Array): JsonValue | undefined {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as JsonValue;
  } catch {
    return undefined;
  }
}

/** True if arrays and objects are nested more than `levels` deep; walks no deeper. Pure. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member));
}
