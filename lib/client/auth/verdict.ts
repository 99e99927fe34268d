import { jsonOf, asObject } from "../answers/json-reader";
import { decodeErrorBody, isServiceCode, meaningOf } from "../answers/error-body";
import type { HttpAnswer } from "../http/http-message";

/** The verdict of an answer on the key or token of its request. */
export type Verdict = "accepted" | "refused" | "nothing";

/**
 * `refused`: a 401. `accepted`: an answer that follows only after authentication, that is a 2xx of the service, or a 4xx with a code of its
 * own. Any other answer is not a verdict: gateways and proxies answer a 503, a 429 or a sign-in page without authenticating the caller.
 * Pure.
 */
export function judgeCaller(answer: HttpAnswer): Verdict {
  const { status, body } = answer;
  if (status === 401) return "refused";
  if (status >= 200 && status <= 299) {
    return body.trim() === "" || asObject(jsonOf(answer)) !== undefined ? "accepted" : "nothing";
  }
  if (status < 400 || status > 499 || status === 429) return "nothing";
  const { errorCode } = decodeErrorBody(jsonOf(answer));
  return isServiceCode(errorCode) && meaningOf(errorCode) !== "throttled" ? "accepted" : "nothing";
}
