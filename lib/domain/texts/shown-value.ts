/** Longest value that is quoted: longer ones are more often tokens and certificates than typing errors. */
const longestShown = 64;

/**
 * A received value as an error quotes it, although it may be a misplaced secret: a short plain text in quotes, a URL without the parts that
 * may be secret, and nothing of any other text.
 */
export function shownValue(text: string): string {
  if (text.length > longestShown) return `a string of ${text.length} characters that is not shown`;
  if (text.includes("://")) return JSON.stringify(withoutUrlSecrets(text));
  return /[@=:]/.test(text) ? "a string that is not shown" : JSON.stringify(text);
}

/**
 * The text without the part between the first `://` and the last `@`, which may be a password with any characters, and without the queries
 * and fragments of its URLs.
 */
export function withoutUrlSecrets(text: string): string {
  return text.replace(/:\/\/[^]*@/, "://***@").replace(/(:\/\/[^\s?#]*[?#])\S*/g, "$1***");
}
