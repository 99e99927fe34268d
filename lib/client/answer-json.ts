import type { HttpAnswer } from "./http-message";
import { parseJson } from "./json-reader";

/** What bodies say, each parsed once: several readers look at an answer, and one may have many megabytes. */
const parsed = new WeakMap<HttpAnswer, { readonly json: unknown }>();

/** An answer's body as JSON; `undefined` when it is none. */
export function jsonOf(answer: HttpAnswer): unknown {
  const known = parsed.get(answer) ?? { json: parseJson(answer.body) };
  parsed.set(answer, known);
  return known.json;
}
