/** Ids go into paths, where one such as ".." would make another request of it. Nothing is escaped: no real id needs it. */

/** Letters, digits, `-` and `_`. The service's ids are UUIDs, but what exactly it refuses is its own affair. Pure. */
export function isInstanceId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(text);
}
