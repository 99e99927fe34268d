import { parseAuthorization, shortenKey } from "../auth/signature";
import { isJsonObject, type JsonObject, type JsonValue } from "../json-value";
import { isSecretName, mask, type SecretValues } from "./secrets";

/**
 * Masks for the parts of a call that the journal keeps. One rule holds for headers, path, query, bodies and refusals: a value in a place
 * with a secret's name is a secret, and a secret is masked at every place. The address of a call makes no difference: a login to a wrong
 * address is still a login.
 */

/** Longest id; tokens are longer. */
const longestId = 64;

/** Headers that the journal keeps. Others (host, connection …) differ between runs. */
const kept: readonly string[] = [
  "accept",
  "authorization",
  "content-type",
  "user-agent",
  "x-auth-token",
  "x-domain-id",
  "x-idp-id",
  "x-project-id",
  "x-sdk-date",
  "x-sdk-content-sha256",
  "x-security-token",
];
/**
 * Paths whose bodies stay readable although they are not JSON, because they are not logins. The path is matched as sent, so that no other
 * spelling passes.
 */
const instanceCall = /^\/(v1\.0|v2)\/[^/]*\/instances(\/|$)/;

/** A documented address that contains "token" as a word: the segment after it is not a secret. */
const idTokenLogin = "/v3.0/OS-AUTH/id-token/tokens";

/** Members of a login that stay readable, with the readable ones below them. */
type Readable = "all" | { readonly [member: string]: Readable };

const named: Readable = { id: "all", name: "all" };
const owned: Readable = { ...named, domain: named };
/** The user, the method and the scope of a login. Every other member is masked, known or not. */
const readableOfLogin: Readable = {
  identity: {
    methods: "all",
    password: { user: owned },
    totp: { user: owned },
    assume_role: { domain_id: "all", domain_name: "all", agency_name: "all", xrole_name: "all" },
  },
  scope: { project: owned, domain: named },
};

/** The headers to keep, without secrets. Other headers with a secret are kept as masks. */
export function maskHeaders(
  headers: Readonly<Record<string, string>>,
  secrets: SecretValues,
): Readonly<Record<string, string>> {
  const others = Object.keys(headers).filter((name) => !kept.includes(name) && isSecretName(name));
  const masked: Record<string, string> = {};
  for (const name of [...kept, ...others.sort()]) {
    const value = headers[name];
    if (value === undefined) continue;
    if (name === "authorization") masked[name] = maskAuthorization(value);
    else masked[name] = isSecretName(name) ? mask : secrets.conceal(value);
  }
  return masked;
}

/** The path without known secrets, without the segments after one with a secret's name, and without those too long for an id. */
export function maskPath(path: string, secrets: SecretValues): string {
  if (path === idTokenLogin) return path;
  const segments = path.split("/");
  const masked = segments.map((segment, index) => maskSegment(segment, decode(segments[index - 1] ?? ""), secrets));
  return secrets.conceal(masked.join("/"));
}

function maskSegment(segment: string, before: string, secrets: SecretValues): string {
  const plain = decode(segment);
  const isValue = !before.includes("=") && isSecretName(before);
  if (plain !== "" && (isValue || plain.length > longestId || secrets.conceal(plain) !== plain)) return mask;
  return segment.replace(/([^;&=]+)=[^;&]*/g, (all, name: string) => (isSecretName(name) ? `${name}=${mask}` : all));
}

/** A query: its parameters by name, repeated ones with an array, those with a secret's name masked. */
export function maskQuery(
  parameters: URLSearchParams,
  secrets: SecretValues,
): Readonly<Record<string, string | readonly string[]>> {
  const query: Record<string, string | readonly string[]> = {};
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name).map((value) => (isSecretName(name) ? mask : secrets.conceal(value)));
    query[secrets.conceal(name)] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return query;
}

/** A body that is JSON. Pure. Throws `RangeError` if it is nested thousands deep. */
export function maskJson(body: JsonValue): JsonValue {
  if (Array.isArray(body)) return (body as readonly JsonValue[]).map(maskJson);
  return isJsonObject(body) ? maskMembers(body, maskMember) : body;
}

/** A body that is not JSON: readable only if it is not a login and contains no secret's name. */
export function maskText(text: string, path: string, secrets: SecretValues): string {
  return instanceCall.test(path) && !isSecretName(text) ? secrets.conceal(text) : mask;
}

/**
 * The header Authorization. A signature keeps its form, the beginning of the key and the names of the headers; any other value is masked.
 */
function maskAuthorization(value: string): string {
  const claim = parseAuthorization(value);
  if (claim === undefined) return mask;
  const key = shortenKey(claim.accessKey);
  const who = claim.scope === undefined ? `Access=${key}` : `Credential=${key}/${claim.scope}`;
  return `SDK-HMAC-SHA256 ${who}, SignedHeaders=${claim.signedHeaders.join(";")}, Signature=${mask}`;
}

function maskMember(name: string, value: JsonValue): JsonValue {
  if (isSecretName(name)) return mask;
  return name.toLowerCase() === "auth" ? keepReadable(value, readableOfLogin) : maskJson(value);
}

function keepReadable(value: JsonValue, readable: Readable): JsonValue {
  if (readable === "all") return isReadable(value) ? value : mask;
  if (!isJsonObject(value)) return mask;
  return maskMembers(value, (name, member) =>
    Object.hasOwn(readable, name) ? keepReadable(member, readable[name] ?? {}) : mask,
  );
}

/** Whether a value stays readable: a text or a list of texts such as `methods`. An unexpected object may contain any value. */
function isReadable(value: JsonValue): boolean {
  return Array.isArray(value) ? value.every((item) => typeof item === "string") : !isJsonObject(value);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function maskMembers(value: JsonObject, maskOne: (name: string, member: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskOne(name, member)]));
}
