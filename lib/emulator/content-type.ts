/**
 * The declared type of a request's body; `undefined` for JSON and without a declaration. Forms and scripts of web pages can send the types
 * `text/plain`, `application/x-www-form-urlencoded` and `multipart/form-data` to other sites without a preflight request,
 * `application/json` only after one.
 */
export function foreignType(headers: Readonly<Record<string, string>>): string | undefined {
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  const named = type.trim().toLowerCase();
  return named === "" || named === "application/json" ? undefined : named;
}
