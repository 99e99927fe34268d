/** Longest value that is quoted: longer ones are tokens and certificates more often than slips of the pen. */
const longestShown = 64;

/**
 * A received value as an error quotes it, where it may be a secret that was put in the wrong place: a short plain text in quotes, a URL
 * without what may be secret in it, and nothing of any other text.
 */
export function shownValue(text: string): string {
  if (text.length > longestShown) return `a text of ${text.length} characters that is not shown`;
  if (text.includes("://")) return JSON.stringify(withoutUrlSecrets(text));
  return /[@=:]/.test(text) ? "a text that is not shown" : JSON.stringify(text);
}

/**
 * The text without what stands between the first `://` and the last `@`, which may be a password with any characters in it, and without
 * the queries and fragments of its URLs.
 */
export function withoutUrlSecrets(text: string): string {
  return text.replace(/:\/\/[^]*@/, "://***@").replace(/(:\/\/[^\s?#]*[?#])\S*/g, "$1***");
}
