import { hiddenCharacters } from "../../domain/texts/visible-line";

/** For each UTF-16 unit of a text, its beginning and end in the original text. */
interface Places {
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
  /** The text in lower case, without invisible characters and line breaks. */
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

/** Escapes of HTML and XML; of JSON and programs, also nested (a run of backslashes and the character after them); of URLs. */
const webEscape =
  /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);|\\+(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[^])?|(?:%[0-9a-f]{2})+/gi;
/** The same and quoted-printable: bytes and soft line breaks. A text such as `a=cafe` looks like it although it is not. */
const mailEscape = new RegExp(`${webEscape.source}|=\\r?\\n|(?:=[0-9a-f]{2})+`, "gi");

/** Deepest nesting of escapes. */
const mostRounds = 4;

/**
 * Undoes the escapes of a text until there are none. Encoded forms of the same text become equal, for all encoders and characters.
 * Different texts may become equal too, which does no harm for hiding secrets. Pure.
 * @param mail undoes quoted-printable too
 */
function unescapeText({ text, places }: Reading, mail = false): Reading {
  const escape = mail ? mailEscape : webEscape;
  const stages = [text];
  for (let rounds = 0; rounds < mostRounds; rounds += 1) {
    const current = stages.at(-1) ?? "";
    const next = current.replace(escape, meaningOf);
    if (next === current) break;
    stages.push(next);
  }
  const unescaped = (stages.at(-1) ?? "").replaceAll("+", " ");
  return {
    text: unescaped,
    places: () => stages.slice(0, -1).reduce((known, stage) => placesAfter(stage, escape, known), places()),
  };
}

/** The places of each unit of a text after its escapes are undone. `before`: the places of its own units. */
function placesAfter(text: string, escape: RegExp, { starts, ends }: Places): Places {
  const from: number[] = [];
  const to: number[] = [];
  const copy = (start: number, end: number): void => {
    for (let index = start; index < end; index += 1) {
      from.push(starts[index] ?? 0);
      to.push(ends[index] ?? 0);
    }
  };
  let done = 0;
  for (const { 0: escaped, index } of text.matchAll(escape)) {
    copy(done, index);
    done = index + escaped.length;
    for (let units = meaningOf(escaped).length; units > 0; units -= 1) {
      from.push(starts[index] ?? 0);
      to.push(ends[done - 1] ?? 0);
    }
  }
  copy(done, text.length);
  return { starts: from, ends: to };
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const controls: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function meaningOf(escaped: string): string {
  if (/^[%=]/.test(escaped)) return Buffer.from(escaped.replace(/[^0-9a-f]/gi, ""), "hex").toString("utf8");
  if (escaped.startsWith("\\")) {
    const stands = escaped.replace(/^\\+/, "");
    return /^[ux]./i.test(stands)
      ? String.fromCharCode(parseInt(stands.slice(1), 16))
      : (controls[stands.toLowerCase()] ?? stands);
  }
  const name = escaped.slice(1, -1).toLowerCase();
  if (!name.startsWith("#")) return entities[name] ?? escaped;
  const code = name.startsWith("#x") ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : escaped;
}
