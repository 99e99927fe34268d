import type { PrivateData } from "../framework/resource";

/* Private data of our resources: JSON, in UTF-8. */

export function encodeJson(stored: object): PrivateData {
  return new TextEncoder().encode(JSON.stringify(stored));
}

/** Throws for what is no JSON. */
export function decodeJson(data: PrivateData | undefined): Fields {
  return fieldsOf(JSON.parse(new TextDecoder("utf-8").decode(data ?? new Uint8Array())));
}

type Fields = Readonly<Record<string, unknown>>;

/** None of what is no object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
