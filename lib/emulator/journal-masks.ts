import { parseAuthorization } from "./auth/signature";
import { isJsonObject, type JsonObject, type JsonValue } from "./json-value";

/**
 * What the journal keeps of a call, without what would let anyone in. Secrets are told by where they stand in what was
 * sent, never by its address: a login that went to a wrong address is still a login.
 */

const mask = "***";
const shownOfKey = 4;

/** Headers that say something about a call. Others (host, connection …) differ between runs and are left out. */
const kept: readonly string[] = [
  "accept",
  "authorization",
  "content-type",
  "user-agent",
  "x-auth-token",
  "x-domain-id",
  "x-project-id",
  "x-sdk-date",
  "x-sdk-content-sha256",
  "x-security-token",
];
const secret: readonly string[] = ["x-auth-token", "x-security-token"];

/** Names of members and parameters whose value is nobody's business. None of the documented instance calls has such a one. */
const secretName = /pass|pwd|secret|token|credential|signature|authorization|(access|private|api)[-_]?key|^[as]k$/i;

/** Where text that is no JSON stays readable: nobody logs in there. As sent, so that no other spelling gets in. */
const instanceCall = /^\/(v1\.0|v2)\/[^/]*\/instances(\/|$)/;

/** Members of a login that stay readable, and those below them that do. */
type Readable = "all" | { readonly [member: string]: Readable };

const named: Readable = { id: "all", name: "all" };
const owned: Readable = { ...named, domain: named };
/** Who asks, how, and for what. Every other member of a login is masked, known or not. */
const readableOfLogin: Readable = {
  identity: { methods: "all", password: { user: owned }, totp: { user: owned } },
  scope: { project: owned, domain: named },
};

/** The headers worth keeping, without secrets. Pure. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const masked: Record<string, string> = {};
  for (const name of kept) {
    const value = headers[name];
    if (value === undefined) continue;
    masked[name] = secret.includes(name) ? mask : name === "authorization" ? maskAuthorization(value) : value;
  }
  return masked;
}

/** The value of a query parameter, unless its name says that it is a secret. Pure. */
export function maskParameter(name: string, value: string): string {
  return secretName.test(name) ? mask : value;
}

/** A body that is JSON. Pure. Throws `RangeError` when it is nested thousands deep. */
export function maskJson(body: JsonValue): JsonValue {
  if (Array.isArray(body)) return (body as readonly JsonValue[]).map(maskJson);
  return isJsonObject(body) ? maskMembers(body, maskMember) : body;
}

/** A body that is no JSON. Pure. */
export function maskText(text: string, path: string): string {
  return instanceCall.test(path) && !secretName.test(text) ? text : mask;
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
  if (secretName.test(name)) return mask;
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

function maskMembers(value: JsonObject, maskOne: (name: string, member: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskOne(name, member)]));
}
