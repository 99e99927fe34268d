import { percentEncode } from "./http-message";

/** Values shorter than this would mask ordinary text; no real secret is that short. */
const shortestSecret = 4;

/**
 * Replaces every occurrence of each secret, also as JSON and as URL text, by `***`. Pure.
 * An answer may echo what was sent to it, and its text ends up in error messages.
 */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), percentEncode(secret)])
    .sort((a, b) => b.length - a.length);
  return spellings.reduce((masked, secret) => masked.split(secret).join("***"), text);
}

/** UTF-16 units of a foreign body that an error message quotes. */
const excerptLength = 160;

/** The beginning of an answer's body on one line, without the request's secrets. Empty when there is nothing to show. Pure. */
export function excerpt(body: string, secrets: readonly string[]): string {
  const line = maskSecrets(body, secrets)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  // Not through the middle of a surrogate pair.
  return line.length > excerptLength ? `${line.slice(0, excerptLength).replace(/[\uD800-\uDBFF]$/, "")}…` : line;
}
