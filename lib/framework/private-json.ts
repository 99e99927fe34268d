import type { PrivateData } from "./resource";

// Private data of our resources: JSON, in UTF-8.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8");

export function encodeJson(stored: object): PrivateData {
  return encoder.encode(JSON.stringify(stored));
}

/** Throws if the bytes are not JSON. */
export function decodeJson(data: PrivateData | undefined): Fields {
  return fieldsOf(JSON.parse(decoder.decode(data ?? new Uint8Array())));
}

type Fields = Readonly<Record<string, unknown>>;

/** Returns `{}` unless `value` is an object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
