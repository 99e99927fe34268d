import type { ApiRequest } from "../api-call";
import { maskHeaders, maskJson, maskPath, maskQuery, maskText } from "./masks";
import { isSecretName, mask, type SecretValues } from "./secrets";
import { decodeJson, isDeeperThan, isJsonObject, JsonText, type JsonValue } from "../json-value";
import type { Route } from "../routes";

/** One call that reached the emulator, in the order of arrival. Holds no secret. */
export interface JournalEntry {
  /** 1, 2, 3 …; a gap means dropped read calls. */
  readonly seq: number;
  /** Simulated time, RFC 3339. */
  readonly at: string;
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** Parameters by name; repeated ones have an array. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** The request's body: JSON when it is JSON, else text; `null` when empty. */
  readonly body: JsonValue;
  /** The answer's status; `null` if the connection was cut before an answer. */
  readonly status: number | null;
  /** The answer's body; `null` without one. */
  readonly response: JsonValue;
  /** The relevant headers, with secrets masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** The effect of a fault rule on this call. */
  readonly note?: string;
  /** The answer's instances are reduced to ids, names, engines and statuses, to save memory. */
  readonly shortened?: true;
}

/** The record of a finished call. */
export interface CallRecord {
  readonly at: string;
  readonly request: ApiRequest;
  /** The operation; `undefined` for an unknown address. */
  readonly operation: Route["operation"] | undefined;
  readonly status: number | null;
  readonly response: JsonValue | JsonText;
  /** Headers of the answer. */
  readonly answerHeaders?: Readonly<Record<string, string>> | undefined;
  readonly note: string | undefined;
}

const maxBodyBytes = 1024 * 1024;
const maxTextBytes = 4_096;
/** Deepest nesting of a kept body: far more than any call has, far less than JSON text can have. */
const maxLevels = 500;

/** The journal's entry of a call without the answer's body and without secrets. Remembers the secrets of the call. */
export function createEntry(seq: number, call: CallRecord, secrets: SecretValues): Omit<JournalEntry, "response"> {
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

/** The part of the answer's body that the journal keeps. */
export function keepResponse(call: CallRecord, secrets: SecretValues): JsonValue | JsonText {
  const { operation, status, response, request } = call;
  // The answer to a login lists addresses and dates that differ between runs, and a secret token.
  if (operation === "token" && status === 201) return { token: mask };
  if (response instanceof JsonText) return response;
  if (operation === "projects" || operation === "version") return withoutBase(response, request.baseUrl);
  // Only a refusal repeats parts of the request.
  return (status ?? 0) >= 400 ? secrets.concealJson(response) : response;
}

/** Links without the address of the emulator, whose port differs between runs. */
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
