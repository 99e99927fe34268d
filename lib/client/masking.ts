import { visibleLine } from "../domain/visible-line";
import { foldsOf } from "./folded-text";
import { indexOfSecret, revealingLength, shortestSecret, spansIn } from "./secret-index";
import type { Span } from "./secret-index";

/**
 * Replaces each secret by `***`, and every part of one that is long enough to matter. The text is folded before it is searched, so
 * neither the case of letters nor what stands between them hides a secret: blanks, line breaks, separators, zero-width characters.
 * Found are: the secret as it is; escaped for JSON, HTML, URLs, forms and mail, also one within the other; in base64, base64url and
 * hexadecimal. Takes as long as the text is. Pure.
 * An answer may echo what was sent to it, and its text ends up in error messages and state.
 * @param shortest spellings with fewer characters are left
 */
function maskSecrets(text: string, secrets: readonly string[], shortest = shortestSecret): string {
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

/** Parts that overlap or touch become one mark. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  let masked = "";
  let done = -1;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start > done) masked += `${text.slice(Math.max(done, 0), start)}***`;
    done = Math.max(done, end);
  }
  return masked + text.slice(Math.max(done, 0));
}

/** UTF-16 units of a foreign body that an error message quotes. */
const excerptLength = 160;
/** Of a longer text only so much is looked at. */
const longestRead = 16 * 1024;
/** Units that one character takes at most, escaped twice. */
const longestEscape = 12;

/**
 * The beginning of a foreign text on one line, without the request's secrets. Empty when there is nothing to show. `longest`: UTF-16
 * units, a final "…" not counted. Pure.
 */
export function excerpt(text: string, secrets: readonly string[], longest = excerptLength): string {
  const line = visibleBeginning(text, secrets, longestRead, shortestSecret).replace(/ +/g, " ").trim();
  return visibleLine(maskSecrets(line, secrets), longest + 1);
}

/** Words of the service that state keeps: an ordinary word that a short password happens to be is left in them. */
const shortestInWords = 8;
/** UTF-16 units of such a word: names have 64 at most, values of tags 255. */
const longestWord = 256;

/**
 * A word of the service (a name, an engine, a status, an id) as it may be kept and shown: visible, bounded, without the request's
 * secrets. A word that needs no change is not changed, and none becomes a word that it was not: blanks at its ends stay. Pure.
 */
export function shownWord(word: string, secrets: readonly string[]): string {
  const line = visibleBeginning(word, secrets, longestWord * 2, shortestInWords);
  return line === word && word.length <= longestWord
    ? word
    : visibleLine(maskSecrets(line, secrets, shortestInWords), longestWord);
}

/** Whether a word of the service holds a secret of the request, or enough of one to matter. Pure. */
export function reflectsSecret(word: string, secrets: readonly string[]): boolean {
  return maskSecrets(word, secrets, shortestInWords) !== word;
}

/** What is shown may be a secret where the text was none: two lines of it are one now. So it is to be masked again. */
function visibleBeginning(text: string, secrets: readonly string[], longest: number, shortest: number): string {
  if (text.length <= longest) return visibleLine(maskSecrets(text, secrets, shortest));
  // Copied: a slice would keep the whole text in memory.
  const beginning = Buffer.from(text.slice(0, longest), "utf16le").toString("utf16le");
  const masked = maskSecrets(beginning, secrets, shortest);
  // A secret that the cut went through is not recognized where too little is left of it: that may be at the end.
  return visibleLine(`${masked.slice(0, Math.max(0, masked.length - longestEscape * revealingLength))}…`);
}
