/** A text with its escapes undone and in small letters, and where each UTF-16 unit of it stands in the text as it was. */
interface UnescapedText {
  readonly text: string;
  /** Of each unit: where what it was read from begins, and where that ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Of HTML and XML; of JSON, also within JSON (a run of backslashes and what they stand before); of URLs. */
const escape = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);|\\+(?:u[0-9a-f]{4}|[^])?|(?:%[0-9a-f]{2})+/gi;

/** How often escapes may stand within escapes. */
const mostRounds = 4;

/**
 * Undoes the escapes of a text until there are none. Texts that encoders made of the same text become the same, whichever
 * encoders and characters it were; so may others, which is no harm where the aim is to hide. Pure.
 */
export function unescapeText(text: string): UnescapedText {
  const places = Array.from({ length: text.length + 1 }, (_, index) => index);
  let read: UnescapedText = { text, starts: places.slice(0, -1), ends: places.slice(1) };
  for (let rounds = 0; rounds < mostRounds; rounds += 1) {
    const next = unescapeOnce(read);
    if (next.text === read.text) break;
    read = next;
  }
  return { ...read, text: inSmallLetters(read.text).replaceAll("+", " ") };
}

/** In small letters, as many units as before. Pure. */
export function inSmallLetters(text: string): string {
  return text.replace(/\p{Changes_When_Lowercased}/gu, (letter) => {
    const small = letter.toLowerCase();
    return small.length === letter.length ? small : letter;
  });
}

function unescapeOnce({ text, starts, ends }: UnescapedText): UnescapedText {
  const parts: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const copy = (start: number, end: number): void => {
    parts.push(text.slice(start, end));
    for (let index = start; index < end; index += 1) {
      from.push(starts[index] ?? 0);
      to.push(ends[index] ?? 0);
    }
  };
  let done = 0;
  for (const { 0: escaped, index } of text.matchAll(escape)) {
    copy(done, index);
    done = index + escaped.length;
    const meant = meaningOf(escaped);
    parts.push(meant);
    for (let unit = 0; unit < meant.length; unit += 1) {
      from.push(starts[index] ?? 0);
      to.push(ends[done - 1] ?? 0);
    }
  }
  copy(done, text.length);
  return { text: parts.join(""), starts: from, ends: to };
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const controls: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function meaningOf(escaped: string): string {
  if (escaped.startsWith("%")) return Buffer.from(escaped.replaceAll("%", ""), "hex").toString("utf8");
  if (escaped.startsWith("\\")) {
    const stands = escaped.replace(/^\\+/, "");
    return /^u./i.test(stands)
      ? String.fromCharCode(parseInt(stands.slice(1), 16))
      : (controls[stands.toLowerCase()] ?? stands);
  }
  const name = escaped.slice(1, -1).toLowerCase();
  if (!name.startsWith("#")) return entities[name] ?? escaped;
  const code = name.startsWith("#x") ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : escaped;
}
