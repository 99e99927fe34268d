import { isJsonObject, type JsonValue } from "./json-value";

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

/** The headers worth keeping, without what would let anyone in. Pure. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const masked: Record<string, string> = {};
  for (const name of kept) {
    const value = headers[name];
    if (value === undefined) continue;
    masked[name] = secret.includes(name) ? mask : name === "authorization" ? maskAuthorization(value) : value;
  }
  return masked;
}

/** The body of a request; one for Keystone without its secrets, and not at all when it cannot be read. Pure. */
export function maskBody(body: JsonValue, isForKeystone: boolean): JsonValue {
  if (!isForKeystone) return body;
  return typeof body === "string" ? mask : maskPasswords(body);
}

/** The beginning of an access key: enough to tell keys apart, and not the whole of it. Pure. */
export function shortenKey(accessKey: string): string {
  return accessKey.length <= shownOfKey ? accessKey : `${accessKey.slice(0, shownOfKey)}${mask}`;
}

/** Of a signature the form, the beginning of the key and the names of the headers stay; anything else is masked as a whole. */
function maskAuthorization(value: string): string {
  if (!value.includes("Signature=")) return mask;
  return value
    .replace(/((?:Access|Credential)=)([^/,]*)/, (_, form: string, key: string) => `${form}${shortenKey(key)}`)
    .replace(/(Signature=).*$/, `$1${mask}`);
}

function maskPasswords(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(maskPasswords);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, isSecretMember(key, member) ? mask : maskPasswords(member)]),
  );
}

/** `auth.identity.password` is an object and stays readable; the password in it is a text. */
function isSecretMember(key: string, member: JsonValue): boolean {
  return ["password", "passcode", "secret", "id_token"].includes(key) && !isJsonObject(member);
}
