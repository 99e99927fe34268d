import type { HttpAnswer } from "./http-message";
import { dateOf } from "./service-clock";

/** The longest wait that is passed on: a header must not stop a run for a day. */
export const longestRetryAfterMs = 10 * 60_000;

/**
 * The wait that an answer asks for: seconds, or an HTTP date, by the sender's own clock if the answer tells it, because this machine's may be
 * minutes off. Pure. Returns milliseconds, at least 0 and at most `longestRetryAfterMs`; `undefined` if there is none, or none that can be read.
 */
export function retryAfterOf({ headers }: Pick<HttpAnswer, "headers">, nowMs: number): number | undefined {
  const text = headers["retry-after"]?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, longestRetryAfterMs);
  // A date starts with a weekday; Date.parse alone would accept "-5" as a year.
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  return Math.min(Math.max(at - (dateOf(headers) ?? nowMs), 0), longestRetryAfterMs);
}
