/**
 * The tests load this instead of cdktf's module of this name, which takes the whole stack of each token, formatted, for the text of an
 * error about it: none.
 */
export function captureStackTrace(): readonly string[] {
  return [];
}
