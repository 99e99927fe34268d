import type { ApiRequest } from "./api-call";
import { maskHeaders, maskJson, maskPath, maskQuery, maskText } from "./journal-masks";
import { isSecretName, mask, SecretValues } from "./journal-secrets";
import { decodeJson, isDeeperThan, isJsonObject, type JsonValue } from "./json-value";
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
  /** Headers of the answer. */
  readonly answerHeaders?: Readonly<Record<string, string>> | undefined;
  readonly note: string | undefined;
}

/** Rough size of what the journal may hold; a week of polling must not fill the memory. */
const maxChars = 64 * 1024 * 1024;
const maxBodyBytes = 1024 * 1024;
const maxTextBytes = 4_096;
/** Far more than any call has, and far less than a JSON text can be nested. */
const maxLevels = 500;

/** The calls since the last reset. */
export class Journal {
  #entries: { readonly entry: JournalEntry; readonly chars: number }[] = [];
  #chars = 0;
  #seq = 0;
  readonly #secrets: SecretValues;

  constructor(secrets: SecretValues = new SecretValues()) {
    this.#secrets = secrets;
  }

  /** Adds a call. Drops the oldest entries when there are too many. */
  add(call: CallRecord): void {
    this.#seq += 1;
    const entry = createEntry(this.#seq, call, this.#secrets);
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

function createEntry(seq: number, call: CallRecord, secrets: SecretValues): JournalEntry {
  const { request } = call;
  const query = new URLSearchParams(request.rawQuery);
  const body = request.body.length > maxBodyBytes ? undefined : decodeJson(request.body);
  learnSecrets(call, query, body, secrets);
  return {
    seq,
    at: call.at,
    method: request.method,
    path: maskPath(request.path, secrets),
    query: maskQuery(query, secrets),
    body: keepBody(request, body, secrets),
    status: call.status,
    response: keepResponse(call, secrets),
    headers: maskHeaders(request.headers, secrets),
    ...(call.note === undefined ? {} : { note: call.note }),
  };
}

function learnSecrets(
  { request, answerHeaders = {} }: CallRecord,
  query: URLSearchParams,
  body: JsonValue | undefined,
  secrets: SecretValues,
): void {
  secrets.addFromHeaders(request.headers);
  secrets.addFromHeaders(answerHeaders);
  for (const [name, value] of query) if (isSecretName(name)) secrets.add(value);
  if (body !== undefined && !isDeeperThan(maxLevels, body)) secrets.addFromJson(body);
}

function keepResponse({ operation, status, response, request }: CallRecord, secrets: SecretValues): JsonValue {
  // The answer to a login lists addresses and dates that no two runs share, and it is nobody's business.
  if (operation === "token" && status === 201) return { token: mask };
  if (operation === "projects") return withoutBase(response, request.baseUrl);
  // Only a refusal repeats what a caller sent.
  return (status ?? 0) >= 400 ? secrets.concealJson(response) : response;
}

/** Links without the address of the emulator: its port is another one in each run. */
function withoutBase(value: JsonValue, baseUrl: string): JsonValue {
  if (typeof value === "string") return value.startsWith(`${baseUrl}/`) ? value.slice(baseUrl.length) : value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => withoutBase(item, baseUrl));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutBase(member, baseUrl)]));
}

function keepBody({ body: bytes, path }: ApiRequest, body: JsonValue | undefined, secrets: SecretValues): JsonValue {
  if (bytes.length === 0) return null;
  if (body === undefined) return maskText(new TextDecoder().decode(bytes.subarray(0, maxTextBytes)), path, secrets);
  if (typeof body === "string") return maskText(body, path, secrets);
  if (isDeeperThan(maxLevels, body)) return `not kept: nested more than ${maxLevels} levels deep`;
  return secrets.concealJson(maskJson(body));
}
