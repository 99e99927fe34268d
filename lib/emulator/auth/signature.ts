import type { ApiRequest } from "../api-call";

/** The parts of an `Authorization: SDK-HMAC-SHA256 …` header. */
export interface SignatureClaim {
  readonly accessKey: string;
  /** `20201021/region/service/sdk_request` of the Credential form; `undefined` in the Access form. */
  readonly scope: string | undefined;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const algorithm = "SDK-HMAC-SHA256";
const scopePattern = /^\d{8}\/[^/]*\/[^/]*\/sdk_request$/;

/** Reads the header, in either form; `undefined` for any other form. Pure. */
export function parseAuthorization(header: string): SignatureClaim | undefined {
  const [scheme, rest] = splitOnce(header.trim(), " ");
  if (scheme !== algorithm) return undefined;
  const parts = new Map(rest.split(",").map((part) => splitOnce(part.trim(), "=")));
  const [accessKey, scope] = splitOnce(parts.get("Credential") ?? parts.get("Access") ?? "", "/");
  const signedHeaders = parts.get("SignedHeaders");
  const signature = parts.get("Signature");
  if (accessKey === "" || signedHeaders === undefined || signature === undefined) return undefined;
  if (parts.has("Credential") !== scopePattern.test(scope)) return undefined;
  return {
    accessKey,
    scope: parts.has("Credential") ? scope : undefined,
    signedHeaders: signedHeaders.toLowerCase().split(";"),
    signature,
  };
}

/** The signature of the request by a sender that knows `secret`: lower-case hexadecimal digits. */
export async function computeSignature(
  request: ApiRequest,
  claim: SignatureClaim,
  secret: string,
  queryOrder: QueryOrder,
): Promise<string> {
  const bodyHash = request.headers["x-sdk-content-sha256"] ?? (await sha256(request.body));
  const canonical = canonicalRequest(request, claim.signedHeaders, bodyHash, queryOrder);
  const date = request.headers["x-sdk-date"] ?? "";
  const canonicalHash = await sha256(bytes(canonical));
  const scopeLines = claim.scope === undefined ? [] : [claim.scope];
  const toSign = [algorithm, date, ...scopeLines, canonicalHash].join("\n");
  const key = claim.scope === undefined ? bytes(secret) : await scopedKey(secret, claim.scope);
  return hex(await hmac(key, toSign));
}

/** Lower-case hexadecimal SHA-256. */
export async function sha256(data: Uint8Array): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", data)));
}

async function scopedKey(secret: string, scope: string): Promise<Uint8Array> {
  let key: Uint8Array = bytes(`SDK${secret}`);
  for (const part of scope.split("/")) key = await hmac(key, part);
  return key;
}

async function hmac(key: Uint8Array, text: string): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey(
    "raw",
    key as Uint8Array<ArrayBuffer>,
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, bytes(text)));
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function hex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The text before and after the first separator; the second is empty without a separator. */
function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}

const shownOfKey = 4;

/** The beginning of an access key, enough to distinguish keys. Pure. */
export function shortenKey(accessKey: string): string {
  return accessKey.length <= shownOfKey ? accessKey : `${accessKey.slice(0, shownOfKey)}***`;
}

/**
 * Possible orders of a query's parameters: by their decoded text, or by their encoding in the canonical text. They differ if an escaped
 * character meets an unescaped one. Assumed: both are accepted; the documents do not say which is right.
 */
export const queryOrders = ["decoded", "encoded"] as const;
type QueryOrder = (typeof queryOrders)[number];

/**
 * The text that both sides of an AK/SK signature hash. Pure.
 * Source: Huawei Cloud "API Request Signing Guide", algorithm (2026); the same on OTC by test vectors.
 */
function canonicalRequest(
  request: ApiRequest,
  signedHeaders: readonly string[],
  bodyHash: string,
  queryOrder: QueryOrder,
): string {
  const names = [...signedHeaders].sort();
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.rawQuery, queryOrder),
    names.map((name) => `${name}:${(request.headers[name] ?? "").trim()}\n`).join(""),
    names.join(";"),
    bodyHash,
  ].join("\n");
}

/** The path, always with a slash at its end. */
function canonicalPath(path: string): string {
  const encoded = path.split("/").map((segment) => encode(decode(segment)));
  const joined = encoded.join("/");
  return joined.endsWith("/") ? joined : `${joined}/`;
}

function canonicalQuery(rawQuery: string, order: QueryOrder): string {
  const pairs = rawQuery
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [key = "", ...value] = pair.split("=");
      return [decodeParameter(key), decodeParameter(value.join("="))] as const;
    });
  const inOrder = order === "decoded" ? sorted(pairs).map(encodePair) : sorted(pairs.map(encodePair));
  return inOrder.map(([key, value]) => `${key}=${value}`).join("&");
}

type Pair = readonly [key: string, value: string];

/** The pairs, sorted by key, then by value. */
function sorted(pairs: readonly Pair[]): readonly Pair[] {
  return [...pairs].sort(([keyA, valueA], [keyB, valueB]) => compare(keyA, keyB) || compare(valueA, valueB));
}

function encodePair([key, value]: Pair): Pair {
  return [encode(key), encode(value)];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** RFC 3986: all characters except letters, digits and `-_.~` are escaped. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function decodeParameter(text: string): string {
  return decode(text.replaceAll("+", " "));
}
