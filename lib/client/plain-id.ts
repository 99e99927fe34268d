/** Ids go into paths, where ".." would change the request. Ids are not escaped, because real ids do not need it. */

/** Letters, digits, `-` and `_`. The service's ids are UUIDs, but the service itself decides which ones it refuses. Pure. */
export function isInstanceId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(text);
}
