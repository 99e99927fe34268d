import { parseAuthorization } from "./auth/signature";
import { isJsonObject, type JsonObject, type JsonValue } from "./json-value";
import { isSecretName, mask, type SecretValues } from "./journal-secrets";

/**
 * What the journal keeps of a call, without what would let anyone in. One rule holds for headers, path, query, bodies and
 * refusals: what stands in a place with a secret's name is a secret, and a secret is masked wherever it stands. The address
 * of a call decides nothing: a login that went to a wrong address is still a login.
 */

const shownOfKey = 4;
/** No id is longer; tokens are. */
const longestId = 64;

/** Headers that say something about a call. Others (host, connection …) differ between runs and are left out. */
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
/** Where text that is no JSON stays readable: nobody logs in there. As sent, so that no other spelling gets in. */
const instanceCall = /^\/(v1\.0|v2)\/[^/]*\/instances(\/|$)/;

/** A documented address in which "token" is a word: what follows it is not a secret. */
const idTokenLogin = "/v3.0/OS-AUTH/id-token/tokens";

/** Members of a login that stay readable, and those below them that do. */
type Readable = "all" | { readonly [member: string]: Readable };

const named: Readable = { id: "all", name: "all" };
const owned: Readable = { ...named, domain: named };
/** Who asks, how, and for what. Every other member of a login is masked, known or not. */
const readableOfLogin: Readable = {
  identity: {
    methods: "all",
    password: { user: owned },
    totp: { user: owned },
    assume_role: { domain_id: "all", domain_name: "all", agency_name: "all", xrole_name: "all" },
  },
  scope: { project: owned, domain: named },
};

/** The headers worth keeping, without secrets; of others that carry a secret only that they were there. */
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

/** The path without what follows a segment with a secret's name, without known secrets, and without what is too long for an id. */
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

/** A body that is JSON. Pure. Throws `RangeError` when it is nested thousands deep. */
export function maskJson(body: JsonValue): JsonValue {
  if (Array.isArray(body)) return (body as readonly JsonValue[]).map(maskJson);
  return isJsonObject(body) ? maskMembers(body, maskMember) : body;
}

/** A body that is no JSON: readable only where nobody logs in, and where nothing in it is named for a secret. */
export function maskText(text: string, path: string, secrets: SecretValues): string {
  return instanceCall.test(path) && !isSecretName(text) ? secrets.conceal(text) : mask;
}

/** The beginning of an access key: enough to tell keys apart, and not the whole of it. Pure. */
export function shortenKey(accessKey: string): string {
  return accessKey.length <= shownOfKey ? accessKey : `${accessKey.slice(0, shownOfKey)}${mask}`;
}

/** Of a signature the form, the beginning of the key and the names of the headers stay; anything else is masked as a whole. */
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

/** A text, or a list of texts as `methods` is one. An object where none belongs may hold anything. */
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
