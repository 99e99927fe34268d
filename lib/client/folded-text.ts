import { hiddenCharacters } from "../domain/visible-line";
import { unescapeText } from "./unescaped-text";

/** For each UTF-16 unit of a text, its beginning and end in the original text. */
export interface Places {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A text after folding. */
export interface Reading {
  readonly text: string;
  /** The places, computed on request: few texts contain a secret. */
  readonly places: () => Places;
}

/** The foldings of a text in which a secret may be hidden: with its escapes as they are, and undone. */
interface Folds {
  /** The text in small letters, without invisible characters and line breaks. */
  readonly plain: readonly Reading[];
  /** Only the letters and digits, small, without accents and other forms. */
  readonly bare: readonly Reading[];
}

/** Folds a text in every way, in linear time. Pure. */
export function foldsOf(text: string): Folds {
  const readings = readingsOf(text);
  return { plain: readings.map(plainFold), bare: readings.map(bareFold) };
}

function readingsOf(text: string): readonly Reading[] {
  const asIs = { text, places: () => ownPlaces(text) };
  const readings: Reading[] = [asIs];
  if (/[&\\%+]/.test(text)) readings.push(unescapeText(asIs));
  if (/=(?:[0-9a-f]{2}|\\*[rn]|[\r\n])/i.test(text)) readings.push(unescapeText(asIs, true));
  return readings;
}

function ownPlaces({ length }: string): Places {
  const starts = Array.from({ length }, (_, index) => index);
  return { starts, ends: starts.map((start) => start + 1) };
}

function plainFold(reading: Reading): Reading {
  const { text } = reading;
  const folded = /^[ -~]*$/.test(text) ? text.toLowerCase() : Array.from(text, plainCharacter).join("");
  return { text: folded, places: () => placesOf(reading, plainCharacter) };
}

function bareFold(reading: Reading): Reading {
  const { text } = reading;
  const folded = /^[ -~]*$/.test(text)
    ? text.toLowerCase().replace(/[^0-9a-z]+/g, "")
    : Array.from(text, bareCharacter).join("");
  return { text: folded, places: () => placesOf(reading, bareCharacter) };
}

function placesOf(reading: Reading, fold: (character: string) => string): Places {
  const { text } = reading;
  const { starts, ends } = reading.places();
  const places: { readonly starts: number[]; readonly ends: number[] } = { starts: [], ends: [] };
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    for (let units = fold(character).length; units > 0; units -= 1) {
      places.starts.push(starts[at] ?? 0);
      places.ends.push(ends[end - 1] ?? 0);
    }
    at = end;
  }
  return places;
}

const plainCharacter = remembered((character) => {
  if (character >= " " && character <= "~") return character.toLowerCase();
  if (character.replace(hiddenCharacters, "") === "") return "";
  const small = character.toLowerCase();
  return small.length === character.length ? small : character;
});

const bareCharacter = remembered((character) =>
  character
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase(),
);

/** Most characters that are remembered: a fleet has few, and a hostile one must not fill the memory. */
const mostRemembered = 4_096;

/** The same function with a memory, because texts repeat their characters. */
function remembered(fold: (character: string) => string): (character: string) => string {
  const known = new Map<string, string>();
  return (character) => {
    const earlier = known.get(character);
    if (earlier !== undefined) return earlier;
    if (known.size >= mostRemembered) known.clear();
    const folded = fold(character);
    known.set(character, folded);
    return folded;
  };
}
