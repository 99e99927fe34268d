import { foldsOf } from "./folded-text";
import { indexOfSecret, shortestSecret, type Span, spansIn } from "./secret-index";

/**
 * Replaces each secret, and every part of one that is long enough to be telling, by `***`. The text is folded before it is searched, so
 * neither the case of letters nor characters between them (blanks, line breaks, separators, zero-width characters) hide a secret. It finds
 * the secret unchanged; escaped for JSON, HTML, URLs, forms and mail, also nested; in base64, base64url and hexadecimal. Linear time. Pure.
 * An answer may echo its request, and its text goes into error messages and state.
 * @param shortest spellings with fewer characters stay
 */
export function maskSecrets(text: string, secrets: readonly string[], shortest = shortestSecret): string {
  const sought = [...new Set(secrets)].filter(({ length }) => length >= shortestSecret);
  if (sought.length === 0 || text.length < shortest) return text;
  const { plain, bare } = foldsOf(text);
  const spans = sought.flatMap((secret) => {
    const index = indexOfSecret(secret);
    return [
      ...plain.flatMap((fold) => spansIn(fold, index.plain, shortest)),
      ...bare.flatMap((fold) => spansIn(fold, index.bare, shortest)),
    ];
  });
  return withoutSpans(text, spans);
}

/** The text without these parts. Parts that overlap or touch become one mark. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  let masked = "";
  let done = -1;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start > done) masked += `${text.slice(Math.max(done, 0), start)}***`;
    done = Math.max(done, end);
  }
  return masked + text.slice(Math.max(done, 0));
}
