import type { ApiRequest } from "../api-call";

/**
 * The text that both sides of an AK/SK signature hash. Pure.
 * Source: Huawei Cloud "API Request Signing Guide", algorithm (2026); the same on OTC by test vectors.
 */
export function canonicalRequest(request: ApiRequest, signedHeaders: readonly string[], bodyHash: string): string {
  const names = [...signedHeaders].sort();
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.rawQuery),
    names.map((name) => `${name}:${(request.headers[name] ?? "").trim()}\n`).join(""),
    names.join(";"),
    bodyHash,
  ].join("\n");
}

/** Always ends with a slash, also when the path does not. */
function canonicalPath(path: string): string {
  const encoded = path.split("/").map((segment) => encode(decode(segment)));
  const joined = encoded.join("/");
  return joined.endsWith("/") ? joined : `${joined}/`;
}

function canonicalQuery(rawQuery: string): string {
  const pairs = rawQuery
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [key = "", ...value] = pair.split("=");
      return [encode(decodeParameter(key)), encode(decodeParameter(value.join("=")))] as const;
    });
  pairs.sort(([keyA, valueA], [keyB, valueB]) => compare(keyA, keyB) || compare(valueA, valueB));
  return pairs.map(([key, value]) => `${key}=${value}`).join("&");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** RFC 3986: everything but letters, digits and `-_.~` is escaped. */
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
