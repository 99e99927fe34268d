import type { ApiRequest } from "../api-call";

/**
 * Possible orders of a query's parameters: by their decoded text, or by their encoding in the canonical text. They differ if an escaped
 * character meets an unescaped one. Assumed: both are accepted; the documents do not say which is right.
 */
export const queryOrders = ["decoded", "encoded"] as const;
export type QueryOrder = (typeof queryOrders)[number];

/**
 * The text that both sides of an AK/SK signature hash. Pure.
 * Source: Huawei Cloud "API Request Signing Guide", algorithm (2026); the same on OTC by test vectors.
 */
export function canonicalRequest(
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
