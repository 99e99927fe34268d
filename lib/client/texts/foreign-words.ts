import { visibleLine } from "../../domain/texts/visible-line";
import { maskSecrets, revealingLength, shortestSecret } from "./masking";

/** Most UTF-16 units of a foreign body that an error message quotes. */
const excerptLength = 160;
/** Most UTF-16 units that are read of a text. */
const longestRead = 16 * 1024;
/** Most UTF-16 units of one character that is escaped twice. */
const longestEscape = 12;

/**
 * The beginning of a foreign text on one line, without the request's secrets. Empty if there is no text to show. `longest`: UTF-16 units,
 * without a final "…". Pure.
 */
export function excerpt(text: string, secrets: readonly string[], longest = excerptLength): string {
  const line = visibleBeginning(text, secrets, longestRead, shortestSecret).replace(/ +/g, " ").trim();
  return visibleLine(maskSecrets(line, secrets), longest + 1);
}

/** Shortest secret that is masked in words that state keeps: a shorter password may be an ordinary word. */
const shortestInWords = 8;
/** Most UTF-16 units of such a word: names have at most 64, values of tags 255. */
const longestWord = 256;

/**
 * A word of the service (a name, an engine, a status, an id) in a form that may be kept and shown: visible, bounded, without the request's
 * secrets. A harmless word is unchanged. A changed word never becomes another known word: blanks at its ends stay. Pure.
 */
export function shownWord(word: string, secrets: readonly string[]): string {
  const line = visibleBeginning(word, secrets, longestWord * 2, shortestInWords);
  return line === word && word.length <= longestWord
    ? word
    : visibleLine(maskSecrets(line, secrets, shortestInWords), longestWord);
}

/** Whether a word of the service contains a secret of the request, or a telling part of one. Pure. */
export function reflectsSecret(word: string, secrets: readonly string[]): boolean {
  return maskSecrets(word, secrets, shortestInWords) !== word;
}

/** The visible beginning of a text. Two lines become one, which may join the parts of a secret, so the result is masked again. */
function visibleBeginning(text: string, secrets: readonly string[], longest: number, shortest: number): string {
  if (text.length <= longest) return visibleLine(maskSecrets(text, secrets, shortest));
  // The beginning is copied: a slice would keep the whole text in memory.
  const beginning = Buffer.from(text.slice(0, longest), "utf16le").toString("utf16le");
  const masked = maskSecrets(beginning, secrets, shortest);
  // A secret that the cut goes through may be too short to be recognized, so the end is dropped.
  return visibleLine(`${masked.slice(0, Math.max(0, masked.length - longestEscape * revealingLength))}…`);
}

/**
 * A decoded answer with every text, keys included, in a form that may be kept and shown (see `shownWord`). All texts of the service pass
 * through this function, except those of failures.
 */
export function withShownTexts<T>(decoded: T, secrets: readonly string[]): T {
  // Most words of a fleet repeat.
  const known = new Map<string, string>();
  const shownText = (text: string): string => {
    const shown = known.get(text) ?? shownWord(text, secrets);
    known.set(text, shown);
    return shown;
  };
  return shownValue(decoded, shownText) as T;
}

function shownValue(value: unknown, shownText: (text: string) => string): unknown {
  if (typeof value === "string") return shownText(value);
  if (Array.isArray(value)) return value.map((element) => shownValue(element, shownText));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [shownText(key), shownValue(each, shownText)] as const),
  );
}
