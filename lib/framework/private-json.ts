import type { PrivateData } from "./resource";

// Private data of our resources: JSON, in UTF-8.

export function encodeJson(stored: object): PrivateData {
  return new TextEncoder().encode(JSON.stringify(stored));
}

/** Throws if the bytes are not JSON. */
export function decodeJson(data: PrivateData | undefined): Fields {
  return fieldsOf(JSON.parse(new TextDecoder("utf-8").decode(data ?? new Uint8Array())));
}

type Fields = Readonly<Record<string, unknown>>;

/** Returns `{}` unless `value` is an object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
