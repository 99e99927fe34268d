import { visibleLine } from "../domain/visible-line";
import { maskSecrets } from "./masking";
import { revealingLength, shortestSecret } from "./secret-index";

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
