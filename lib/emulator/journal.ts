import type { ApiRequest } from "./api-call";
import { maskHeaders, maskJson, maskParameter, maskText } from "./journal-masks";
import { decodeJson, isJsonObject, type JsonValue } from "./json-value";
import type { Route } from "./routes";

/** One call that reached the emulator, in the order of arrival. Holds no secret. */
export interface JournalEntry {
  /** 1, 2, 3 …; a gap at the beginning means that old entries were dropped. */
  readonly seq: number;
  /** Simulated time, RFC 3339. */
  readonly at: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Repeated parameters have an array. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** The request's body: JSON when it is JSON, else text; `null` when empty. */
  readonly body: JsonValue;
  /** `null` when the connection was cut before an answer. */
  readonly status: number | null;
  /** The answer's body; `null` when there was none. */
  readonly response: JsonValue;
  /** Those that matter, with secrets masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** What a fault rule did to this call. */
  readonly note?: string;
}

/** What is known of a call when it has been dealt with. */
export interface CallRecord {
  readonly at: string;
  readonly request: ApiRequest;
  /** `undefined` when it led nowhere. */
  readonly operation: Route["operation"] | undefined;
  readonly status: number | null;
  readonly response: JsonValue;
  readonly note: string | undefined;
}

/** Rough size of what the journal may hold; a week of polling must not fill the memory. */
const maxChars = 64 * 1024 * 1024;
const maxBodyBytes = 1024 * 1024;
const maxTextBytes = 4_096;

/** The calls since the last reset. */
export class Journal {
  #entries: { readonly entry: JournalEntry; readonly chars: number }[] = [];
  #chars = 0;
  #seq = 0;

  /** Adds a call. Drops the oldest entries when there are too many. */
  add(call: CallRecord): void {
    this.#seq += 1;
    const entry = createEntry(this.#seq, call);
    const chars = JSON.stringify(entry).length;
    this.#entries.push({ entry, chars });
    this.#chars += chars;
    while (this.#chars > maxChars && this.#entries.length > 1) {
      this.#chars -= this.#entries.shift()?.chars ?? 0;
    }
  }

  /** Entries with a `seq` above `since`, oldest first. */
  entries(since = 0): readonly JournalEntry[] {
    return this.#entries.map(({ entry }) => entry).filter(({ seq }) => seq > since);
  }

  /** Forgets everything; the next entry has `seq` 1 again. */
  clear(): void {
    this.#entries = [];
    this.#chars = 0;
    this.#seq = 0;
  }
}

function createEntry(seq: number, call: CallRecord): JournalEntry {
  const { request } = call;
  return {
    seq,
    at: call.at,
    method: request.method,
    path: request.path,
    query: readQuery(request.rawQuery),
    body: keepBody(request.body, request.path),
    status: call.status,
    response: keepResponse(call),
    headers: maskHeaders(request.headers),
    ...(call.note === undefined ? {} : { note: call.note }),
  };
}

function keepResponse({ operation, status, response, request }: CallRecord): JsonValue {
  // The answer to a login lists addresses and dates that no two runs share, and it is nobody's business.
  if (operation === "token" && status === 201) return { token: "***" };
  return operation === "projects" ? withoutBase(response, request.baseUrl) : response;
}

/** Links without the address of the emulator: its port is another one in each run. */
function withoutBase(value: JsonValue, baseUrl: string): JsonValue {
  if (typeof value === "string") return value.startsWith(`${baseUrl}/`) ? value.slice(baseUrl.length) : value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => withoutBase(item, baseUrl));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutBase(member, baseUrl)]));
}

function readQuery(rawQuery: string): JournalEntry["query"] {
  const parameters = new URLSearchParams(rawQuery);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name).map((value) => maskParameter(name, value));
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

function keepBody(bytes: Uint8Array, path: string): JsonValue {
  if (bytes.length === 0) return null;
  const value = bytes.length > maxBodyBytes ? undefined : decodeJson(bytes);
  if (value === undefined) return maskText(new TextDecoder().decode(bytes.subarray(0, maxTextBytes)), path);
  if (typeof value === "string") return maskText(value, path);
  try {
    const masked = maskJson(value);
    JSON.stringify(masked);
    return masked;
  } catch (error) {
    // Nested thousands deep: it can be read, but not written again.
    return `not kept: ${String(error)}`;
  }
}
