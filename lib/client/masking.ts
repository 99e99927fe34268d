import { inSmallLetters, unescapeText } from "./unescaped-text";

/** Values shorter than this would mask ordinary text; no real secret is that short. */
const shortestSecret = 4;

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Replaces every occurrence of each secret by `***`, whatever the case of its letters: as it is; escaped for JSON, HTML, URLs
 * and forms, also one within the other; in base64, base64url and hexadecimal. Pure.
 * An answer may echo what was sent to it, and its text ends up in error messages.
 */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const sought = [...new Set(secrets)].filter((secret) => secret.length >= shortestSecret);
  if (sought.length === 0) return text;
  const small = inSmallLetters(text);
  const unescaped = unescapeText(text);
  const spans = sought.flatMap((secret) => [
    ...[secret, ...encodings(secret)].flatMap((spelled) => spansOf(small, inSmallLetters(spelled))),
    ...spansOf(unescaped.text, unescapeText(secret).text).map(({ start, end }) => ({
      start: unescaped.starts[start] ?? 0,
      end: unescaped.ends[end - 1] ?? 0,
    })),
  ]);
  return withoutSpans(text, spans);
}

/** Where `sought` stands in a text, occurrences that overlap included. */
function spansOf(text: string, sought: string): readonly Span[] {
  const spans: Span[] = [];
  if (sought.length < shortestSecret) return spans;
  for (let start = text.indexOf(sought); start >= 0; start = text.indexOf(sought, start + 1)) {
    spans.push({ start, end: start + sought.length });
  }
  return spans;
}

function withoutSpans(text: string, spans: readonly Span[]): string {
  let masked = "";
  let done = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start >= done) masked += `${text.slice(done, start)}***`;
    done = Math.max(done, end);
  }
  return masked + text.slice(done);
}

/** The secret's bytes as text: in base64 they look different depending on how many stand before them. */
function encodings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, "utf8");
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const inner = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [...inBase64, bytes.toString("base64"), bytes.toString("hex")];
}

/** UTF-16 units of a foreign body that an error message quotes. */
const excerptLength = 160;
/** Of a longer text only so much is looked at. */
const longestRead = 256 * 1024;

/** The beginning of a foreign text on one line, without the request's secrets. Empty when there is nothing to show. Pure. */
export function excerpt(text: string, secrets: readonly string[], longest = excerptLength): string {
  const masked = maskSecrets(text.slice(0, longestRead), secrets);
  // A secret that the cut went through is not recognized: what may be a part of one, escaped twice, goes too.
  const partial = text.length > longestRead ? 12 * Math.max(0, ...secrets.map((secret) => secret.length)) : 0;
  const line = masked
    .slice(0, Math.max(0, masked.length - partial))
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  // Not through the middle of a surrogate pair.
  return line.length > longest ? `${line.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "")}…` : line;
}
