import { createHash, createHmac } from "node:crypto";

/** The signed request, and the key. */
export interface Signing {
  readonly method: string;
  readonly url: URL;
  readonly body?: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly atMs: number;
  /** @default "Access" */
  readonly form?: "Access" | "Credential";
  /** Whether parameters are sorted as they are said or as they are written. @default "encoded" */
  readonly queryOrder?: "decoded" | "encoded";
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** By the first part, then by the second. */
function byKey(a: readonly string[], b: readonly string[]): number {
  const at = a[0] === b[0] ? 1 : 0;
  return a[at]! < b[at]! ? -1 : 1;
}

/**
 * The headers of a signed request, written from the signing guide a third time: neither the product's client nor the
 * emulator has a part in it, so a mistake that both made would show.
 */
export function signedHeaders(signing: Signing): Record<string, string> {
  const { method, url, body = "", accessKey, secretKey } = signing;
  const date = new Date(signing.atMs).toISOString().replace(/[-:]|\.\d+/g, "");
  const names = "host;x-sdk-date";
  const encoded = ([key, value]: readonly [string, string]) => [encodeURIComponent(key), encodeURIComponent(value)];
  const pairs = [...url.searchParams];
  const inOrder = signing.queryOrder === "decoded" ? pairs.sort(byKey).map(encoded) : pairs.map(encoded).sort(byKey);
  const query = inOrder.map((pair) => pair.join("=")).join("&");
  const canonical = [
    ...[method, `${url.pathname}/`, query, `host:${url.host}`, `x-sdk-date:${date}`, "", names],
    sha256(body),
  ].join("\n");
  const scope = `${date.slice(0, 8)}///sdk_request`;
  const isScoped = signing.form === "Credential";
  const toSign = ["SDK-HMAC-SHA256", date, ...(isScoped ? [scope] : []), sha256(canonical)].join("\n");
  const key = isScoped
    ? scope.split("/").reduce<string | Buffer>((parent, part) => hmac(parent, part), `SDK${secretKey}`)
    : secretKey;
  const who = isScoped ? `Credential=${accessKey}/${scope}` : `Access=${accessKey}`;
  return {
    "X-Sdk-Date": date,
    Authorization: `SDK-HMAC-SHA256 ${who}, SignedHeaders=${names}, Signature=${hmac(key, toSign).toString("hex")}`,
  };
}
