import type { InstanceRecord } from "./fleet/instance-record";
import type { JsonText, JsonValue } from "./json-value";

/** A request as it came in, read to its end. */
export interface ApiRequest {
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The emulator's address in this request, e.g. `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
}

/** An answer of the emulator. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined`: an empty body. */
  readonly body: JsonValue | JsonText | undefined;
  /** Instances, as they were read, whose change this answer is the first to show, if it arrives. */
  readonly shown: readonly InstanceRecord[];
}

/** An answer without its own headers. Pure. */
export function answer(status: number, body?: JsonValue | JsonText, shown: readonly InstanceRecord[] = []): ApiAnswer {
  return { status, headers: {}, body, shown };
}

/** A whole number of a query; `absent` for a missing or empty one, `undefined` for any other text. Pure. */
export function wholeNumber(text: string | null, absent: number): number | undefined {
  if (text === null || text === "") return absent;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/**
 * The declared type of a request's body if it is not JSON; `undefined` for JSON and without a declaration. Such a request is refused: a
 * page of any web site can send `text/plain`, `application/x-www-form-urlencoded` and `multipart/form-data` to the emulator without a
 * preflight request, and `application/json` only after one.
 */
export function foreignType(headers: Readonly<Record<string, string>>): string | undefined {
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  const named = type.trim().toLowerCase();
  return named === "" || named === "application/json" ? undefined : named;
}
