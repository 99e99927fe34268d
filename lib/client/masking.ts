import { percentEncode } from "./http-message";

/** Values shorter than this would mask ordinary text; no real secret is that short. */
const shortestSecret = 4;

/**
 * Replaces every occurrence of each secret, also as JSON, as JSON within JSON and as URL text, by `***`. Pure.
 * An answer may echo what was sent to it, and its text ends up in error messages.
 */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [secret, asJson(secret), asJson(asJson(secret)), percentEncode(secret)])
    .sort((a, b) => b.length - a.length);
  return spellings.reduce((masked, secret) => masked.split(secret).join("***"), text);
}

/** As it stands inside a JSON text, which may itself stand inside one. */
function asJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** UTF-16 units of a foreign body that an error message quotes. */
const excerptLength = 160;

/** The beginning of a foreign text on one line, without the request's secrets. Empty when there is nothing to show. Pure. */
export function excerpt(text: string, secrets: readonly string[], longest = excerptLength): string {
  const line = maskSecrets(text, secrets)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  // Not through the middle of a surrogate pair.
  return line.length > longest ? `${line.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "")}…` : line;
}
