import { hiddenCharacters } from "../domain/visible-line";
import { unescapeText } from "./unescaped-text";

/** Where each UTF-16 unit of a text stands in the text it was read from: where it begins there, and where it ends. */
export interface Places {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A text read in some way. */
export interface Reading {
  readonly text: string;
  /** Worked out when they are asked for: few texts have something to hide. */
  readonly places: () => Places;
}

/** The ways to read a text in which something may be hidden: as it is, and with its escapes undone. */
interface Folds {
  /** In small letters, without characters that cannot be seen, line breaks included. */
  readonly plain: readonly Reading[];
  /** The letters and digits alone, small, without accents and other forms: whatever stands between them is gone. */
  readonly bare: readonly Reading[];
}

/** Folds a text in every way. Takes as long as the text is. Pure. */
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

/** Characters that are remembered at most: a fleet has few, and a hostile one is not to fill the memory. */
const mostRemembered = 4_096;

/** The same function, which works each character out once while it is remembered: texts have the same ones again and again. */
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
