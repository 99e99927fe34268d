import { foldsOf, type Reading } from "./folded-text";

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

/** Number of consecutive characters of a secret that are hidden: a part of a token may be enough to guess it. */
export const revealingLength = 16;
/** Values shorter than this would mask ordinary text; no real secret is that short. */
export const shortestSecret = 4;
/**
 * Fewest letters and digits of a secret that are searched with other characters between them: fewer occur across the words of any sentence.
 */
const shortestBare = 8;

/** Part of a text, from `start` up to but without `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The search terms for one way of folding. */
interface Sought {
  /** Whole spellings that are shorter than `revealingLength`. */
  readonly short: readonly string[];
  /** Every part of `revealingLength` characters of the longer ones. */
  readonly parts: ReadonlySet<string>;
  /** Every part of `hintLength` characters of those parts. */
  readonly hints: ReadonlySet<string>;
}

const hintLength = 4;
/** Every run of `revealingLength` characters contains a whole hint that begins at a multiple of this. */
const hintDistance = revealingLength - hintLength + 1;

/** The search terms for every spelling of a secret. */
interface SecretIndex {
  readonly plain: Sought;
  readonly bare: Sought;
}

/** The indexes of the secrets used last: a client has a few for all its answers, and a signature for each request. */
const indexes = new Map<string, SecretIndex>();
const mostIndexes = 16;

/** The index of a secret, made once while it is in use. */
function indexOfSecret(secret: string): SecretIndex {
  const index = indexes.get(secret) ?? createIndex(secret);
  indexes.delete(secret);
  indexes.set(secret, index);
  const [oldest] = indexes.keys();
  if (indexes.size > mostIndexes && oldest !== undefined) indexes.delete(oldest);
  return index;
}

function createIndex(secret: string): SecretIndex {
  const textsOf = (folds: readonly Reading[]): readonly string[] => folds.map(({ text }) => text);
  const { plain, bare } = foldsOf(secret);
  const encoded = encodings(secret).map(foldsOfWord);
  return {
    plain: soughtOf([...textsOf(plain), ...encoded.map((folds) => folds.plain)], shortestSecret),
    bare: soughtOf([...textsOf(bare), ...encoded.map((folds) => folds.bare)], shortestBare),
  };
}

/** The search terms of an encoding, which has no escapes. A long one is searched by its letters and digits alone. */
function foldsOfWord(word: string): { readonly plain: string; readonly bare: string } {
  const small = word.toLowerCase();
  const bare = small.replace(/[^0-9a-z]/g, "");
  return { plain: bare.length < shortestBare ? small : "", bare };
}

function soughtOf(spellings: readonly string[], shortest: number): Sought {
  const long = [...new Set(spellings)].filter(({ length }) => length >= shortest);
  const parts = new Set(long.flatMap((spelling) => partsOf(spelling, revealingLength)));
  const hints = new Set([...parts].flatMap((part) => partsOf(part, hintLength)));
  return { short: long.filter(({ length }) => length < revealingLength), parts, hints };
}

/** Every part of `length` characters; empty for a shorter text. */
function partsOf(text: string, length: number): readonly string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, start) => text.slice(start, start + length));
}

/** Whether a text may contain one of the parts. It reads few places, and for most texts the search ends here. */
function mayHold(text: string, hints: Sought["hints"]): boolean {
  if (hints.size === 0) return false;
  for (let start = 0; start + hintLength <= text.length; start += hintDistance) {
    if (hints.has(text.slice(start, start + hintLength))) return true;
  }
  return false;
}

/** The secret's bytes as text. In base64 they depend on the number of bytes before them. */
function encodings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, "utf8");
  const inBase64 = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  const whole = bytes.toString("base64");
  const forUrls = [...inBase64, whole].map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  return [...inBase64, whole, ...forUrls, bytes.toString("hex")];
}

/** The places of search terms in the original text. Spellings shorter than `shortest` are ignored. */
function spansIn({ text, places }: Reading, { short, parts, hints }: Sought, shortest: number): readonly Span[] {
  const found: Span[] = [];
  for (const spelling of short) {
    if (spelling.length < shortest) continue;
    for (let start = text.indexOf(spelling); start >= 0; start = text.indexOf(spelling, start + 1)) {
      found.push({ start, end: start + spelling.length });
    }
  }
  for (let end = mayHold(text, hints) ? revealingLength : Infinity; end <= text.length; end += 1) {
    const start = end - revealingLength;
    if (parts.has(text.slice(start, end))) found.push({ start, end });
  }
  if (found.length === 0) return [];
  const { starts, ends } = places();
  return found.map(({ start, end }) => ({ start: starts[start] ?? 0, end: ends[end - 1] ?? 0 }));
}
