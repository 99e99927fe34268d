/** A time of the service as RFC 3339 in UTC; empty if it is not a time, or if its year does not have four digits. Pure. */
export function rfc3339Of(epochMs: number): string {
  const at = new Date(epochMs);
  const year = at.getUTCFullYear();
  // NaN fails both comparisons.
  return year >= 0 && year <= 9999 ? at.toISOString() : "";
}
