/** A token of HCL. `text` of a quoted text: its meaning, if it is a literal. */
export type HclToken =
  | { readonly kind: "name" | "sign"; readonly text: string }
  | { readonly kind: "quoted"; readonly text: string | undefined }
  | { readonly kind: "line-end" | "other" };

/** A token of HCL with its place. */
export interface PlacedToken {
  readonly token: HclToken;
  /** The offset after the token, in the result of `plainHcl`. */
  readonly end: number;
}

export function isSign(token: HclToken | undefined, sign: string): boolean {
  return token?.kind === "sign" && token.text === sign;
}

/** The text of a name or a quoted text. */
export function textOf(token: HclToken | undefined): string | undefined {
  return token?.kind === "name" || token?.kind === "quoted" ? token.text : undefined;
}

// Each matches at its `lastIndex` only.
const comment = /(?:#|\/\/)[^\n]*|\/\*[^]*?\*\//y;
const restOfLine = /[^\n]*/y;
const blank = /[^\S\n]+/y;
const heredoc = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[^\S\n]*\n/uy;
const name = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

/** The tokens of a file in HCL's own syntax, without comments and blanks. Pure. Throws for a text that breaks off. */
export function hclTokens(hcl: string): readonly HclToken[] {
  return placedTokens(plainHcl(hcl)).map(({ token }) => token);
}

/** A text without a byte order mark, with line feeds as line ends. */
export function plainHcl(hcl: string): string {
  return hcl.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

/** The same tokens of a plain text, each with its place. Throws for a text that breaks off. */
export function placedTokens(text: string): readonly PlacedToken[] {
  const tokens: PlacedToken[] = [];
  for (let at = 0; at < text.length;) {
    const { token, end } = tokenAt(text, at);
    if (token !== undefined) tokens.push({ token, end });
    at = end;
  }
  return tokens;
}

function tokenAt(text: string, at: number): { readonly token?: HclToken; readonly end: number } {
  const skipped = endOf(comment, text, at) ?? endOf(blank, text, at);
  if (skipped !== undefined) return { end: skipped };
  if (text[at] === '"') {
    const end = endOfQuoted(text, at + 1);
    return { token: { kind: "quoted", text: meaningOf(text.slice(at, end)) }, end };
  }
  const named = endOf(name, text, at);
  if (named !== undefined) return { token: { kind: "name", text: text.slice(at, named) }, end: named };
  heredoc.lastIndex = at;
  const [opening, marker] = heredoc.exec(text) ?? [];
  if (opening !== undefined) return { token: { kind: "other" }, end: endOfHeredoc(text, at + opening.length, marker) };
  // A whole comment or heredoc was matched above: this one has no end.
  if (/^(?:\/\*|<<)/.test(text.slice(at, at + 2))) throw brokenOff();
  const sign = text[at] ?? "";
  return { token: sign === "\n" ? { kind: "line-end" } : { kind: "sign", text: sign }, end: at + 1 };
}

/** The offset after the match; `undefined` without a match. */
function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** The offset after the quote that ends a text; `at` is after the one that begins it. */
function endOfQuoted(text: string, at: number): number {
  for (let next = at; next < text.length;) {
    if (text[next] === '"') return next + 1;
    if (text[next] === "\n") throw brokenOff();
    next = text[next] === "\\" ? next + 2 : endOfPart(text, next);
  }
  throw brokenOff();
}

/** The offset after the marker that ends a heredoc, alone on its line; `at` is after the line that begins the heredoc. */
function endOfHeredoc(text: string, at: number, marker: string | undefined): number {
  for (let next = at, isLineStart = true; next < text.length;) {
    if (isLineStart) {
      const end = endOf(restOfLine, text, next) ?? next;
      if (withoutBlanks(text.slice(next, end)) === marker) return end;
    }
    isLineStart = text[next] === "\n";
    next = endOfPart(text, next);
  }
  throw brokenOff();
}

/** A line without the blanks around it: those of Go, which differ from JavaScript's in two characters. */
function withoutBlanks(line: string): string {
  return line.replaceAll(/^\p{White_Space}+|\p{White_Space}+$/gu, "");
}

/** The offset after the next part of a quoted text or heredoc: a whole `${…}` or `%{…}`, an escaped beginning of one, or one character. */
function endOfPart(text: string, at: number): number {
  if (/^(?:\$\$|%%)\{/.test(text.slice(at, at + 3))) return at + 3;
  return /^[$%]\{/.test(text.slice(at, at + 2)) ? endOfTemplate(text, at + 2) : at + 1;
}

/** The offset after the `}` of a `${…}` or `%{…}`; `at` is after its `{`. Brackets in comments, texts and heredocs are not counted. */
function endOfTemplate(text: string, at: number): number {
  for (let next = at, depth = 1; next < text.length;) {
    const { token, end } = tokenAt(text, next);
    if (isSign(token, "{")) depth += 1;
    if (isSign(token, "}")) depth -= 1;
    next = end;
    if (depth === 0) return next;
  }
  throw brokenOff();
}

/** The meaning of a quoted text; `undefined` if it is not a literal. */
function meaningOf(quoted: string): string | undefined {
  if (/\$\{|%\{/.test(quoted)) return undefined;
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

function brokenOff(): Error {
  return new Error("it breaks off in the middle of a text or a comment");
}
