/** The longest wait that is passed on: a header must not stop a run for a day. */
export const longestRetryAfterMs = 10 * 60_000;

/**
 * Reads a Retry-After header: seconds, or an HTTP date. Pure. Returns milliseconds from `nowMs`, at least 0 and at most
 * `longestRetryAfterMs`; undefined if it cannot be read.
 */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, longestRetryAfterMs);
  // A date starts with a weekday; Date.parse alone would accept "-5" as a year.
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at - nowMs, 0), longestRetryAfterMs);
}
