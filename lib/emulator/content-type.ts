/**
 * The declared type of a request's body if it is not JSON; `undefined` for JSON and without a declaration. Such a request is refused: a
 * page of any web site can send `text/plain`, `application/x-www-form-urlencoded` and `multipart/form-data` to the emulator without a
 * preflight request, and `application/json` only after one.
 */
export function foreignType(headers: Readonly<Record<string, string>>): string | undefined {
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  const named = type.trim().toLowerCase();
  return named === "" || named === "application/json" ? undefined : named;
}
