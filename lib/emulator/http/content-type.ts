/**
 * The type that a request says its body has, where that is not JSON; `undefined` when it is, or when the request does not
 * say. Forms and scripts of web pages can send the types `text/plain`, `application/x-www-form-urlencoded` and
 * `multipart/form-data` to other sites without asking first, `application/json` only after asking.
 */
export function foreignType(headers: Readonly<Record<string, string>>): string | undefined {
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  const named = type.trim().toLowerCase();
  return named === "" || named === "application/json" ? undefined : named;
}
