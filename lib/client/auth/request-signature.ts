import { createHash, createHmac } from "node:crypto";
import { percentEncode, formatQuery } from "../http/http-message";
import type { SignatureForm } from "../client-config";

/** The signed parts of a request. */
interface SignedParts {
  readonly method: string;
  readonly url: URL;
  /** Headers to sign, names in lower case, `x-sdk-date` among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const algorithm = "SDK-HMAC-SHA256";

/**
 * The Authorization header of an AK/SK-signed request. Pure.
 * (Huawei API request signing guide; opentelekomcloud/oms signer for the `credential` form, which leaves region and service empty.)
 */
export function signRequest(
  parts: SignedParts,
  keys: { readonly accessKey: string; readonly secretKey: string },
  form: SignatureForm,
): string {
  const names = Object.keys(parts.headers).sort();
  const dateTime = parts.headers["x-sdk-date"] ?? "";
  const canonicalHash = sha256Hex(canonicalRequest(parts, names));
  const signedHeaders = `SignedHeaders=${names.join(";")}`;
  if (form === "access") {
    const signature = hmac(keys.secretKey, [algorithm, dateTime, canonicalHash].join("\n")).toString("hex");
    return `${algorithm} Access=${keys.accessKey}, ${signedHeaders}, Signature=${signature}`;
  }
  const scope = [dateTime.slice(0, 8), "", "", "sdk_request"];
  const key = scope.reduce<string | Buffer>((chained, part) => hmac(chained, part), `SDK${keys.secretKey}`);
  const signature = hmac(key, [algorithm, dateTime, scope.join("/"), canonicalHash].join("\n")).toString("hex");
  return `${algorithm} Credential=${keys.accessKey}/${scope.join("/")}, ${signedHeaders}, Signature=${signature}`;
}

/** A time in the form of header X-Sdk-Date: `20060102T150405Z`. Pure. */
export function formatSdkDate(atMs: number): string {
  return new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, "");
}

function canonicalRequest(parts: SignedParts, names: readonly string[]): string {
  const headers = names.map((name) => `${name}:${(parts.headers[name] ?? "").trim()}\n`).join("");
  return [
    parts.method,
    canonicalPath(parts.url.pathname),
    canonicalQuery(parts.url),
    headers,
    names.join(";"),
    sha256Hex(parts.body),
  ].join("\n");
}

/** The path with each segment decoded and encoded again, and with a `/` at the end even if the real path has none. */
function canonicalPath(pathname: string): string {
  const path = pathname
    .split("/")
    .map((segment) => percentEncode(decodeURIComponent(segment)))
    .join("/");
  return path.endsWith("/") ? path : `${path}/`;
}

/** The query, sorted by name, then value. */
function canonicalQuery(url: URL): string {
  const encoded = [...url.searchParams].sort(([nameA, valueA], [nameB, valueB]) =>
    nameA === nameB ? compareText(valueA, valueB) : compareText(nameA, nameB),
  );
  return formatQuery(encoded).replace(/^\?/, "");
}

/** Compares by UTF-16 unit, as all signers sort, not by a language's rules. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sha256Hex(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text, "utf8").digest();
}
