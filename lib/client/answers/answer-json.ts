import type { HttpAnswer } from "../http/http-message";
import { parseJson } from "./json-reader";

/** Parsed bodies. Each is parsed once, because several readers look at an answer of many megabytes. */
const parsed = new WeakMap<HttpAnswer, { readonly json: unknown }>();

/** An answer's body as JSON; `undefined` if it is not JSON. */
export function jsonOf(answer: HttpAnswer): unknown {
  const known = parsed.get(answer) ?? { json: parseJson(answer.body) };
  parsed.set(answer, known);
  return known.json;
}
