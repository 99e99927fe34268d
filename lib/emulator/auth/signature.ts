import type { ApiRequest } from "../api-call";
import { canonicalRequest, type QueryOrder } from "./canonical-request";

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
