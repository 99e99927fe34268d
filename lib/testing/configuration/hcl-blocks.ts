import { hclTokens, type HclToken, isSign, textOf } from "../../constructs/vendor/hcl-tokens";

/** A block of a configuration, in either syntax. */
export interface ConfigurationBlock {
  readonly type: string;
  /** Labels of the block; `undefined` for one that cannot be read. */
  readonly labels: readonly (string | undefined)[];
  readonly attributes: ReadonlyMap<string, Written>;
  /** The blocks in it, in order. */
  readonly blocks: readonly ConfigurationBlock[];
}

/** The value of an attribute as written. `open`: an expression, or a value of another kind. */
export type Written =
  | { readonly kind: "text"; readonly text: string }
  /** Names with dots between them, such as `dms.asia`. */
  | { readonly kind: "reference"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly Written[] }
  /** Members whose name is an expression are left out. */
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, Written> }
  | { readonly kind: "open" };

/** The blocks of a text in HCL's own syntax, in order. Throws for a text that breaks off. */
export function hclBlocks(text: string): readonly ConfigurationBlock[] {
  return bodyOf(hclTokens(text)).blocks;
}

type Body = Pick<ConfigurationBlock, "attributes" | "blocks">;

/** Reads a body, without the brackets around it. */
function bodyOf(tokens: readonly HclToken[]): Body {
  const attributes = new Map<string, Written>();
  const blocks: ConfigurationBlock[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const [name, sign] = tokens.slice(at, at + 2);
    if (name?.kind === "name" && isSign(sign, "=")) {
      const end = endOfValue(tokens, at + 2, isLineEnd);
      attributes.set(name.text, valueOf(tokens.slice(at + 2, end)));
      at = end;
      continue;
    }
    const start = endOfHeader(tokens, at);
    const end = isSign(tokens[start], "{") ? closingOf(tokens, start) : start;
    if (end > start) blocks.push(blockOf(tokens.slice(at, start), tokens.slice(start + 1, end)));
    at = end;
  }
  return { attributes, blocks };
}

/** The index of the bracket that opens a block's body; of the end of the line if there is none. */
function endOfHeader(tokens: readonly HclToken[], start: number): number {
  let at = start;
  for (let token = tokens[at]; token !== undefined && !isLineEnd(token) && !isSign(token, "{"); token = tokens[at]) {
    at += 1;
  }
  return at;
}

function blockOf([type, ...labels]: readonly HclToken[], body: readonly HclToken[]): ConfigurationBlock {
  return { type: textOf(type) ?? "", labels: labels.map(textOf), ...bodyOf(body) };
}

const open: Written = { kind: "open" };

function valueOf(tokens: readonly HclToken[]): Written {
  const [first] = tokens;
  if (first?.kind === "quoted" && tokens.length === 1 && first.text !== undefined) {
    return { kind: "text", text: first.text };
  }
  if (isReference(tokens)) return { kind: "reference", text: tokens.map((token) => wordOf(token)).join("") };
  const isWhole = isOpening(first) && closingOf(tokens, 0) === tokens.length - 1;
  const inner = tokens.slice(1, -1);
  if (isWhole && isSign(first, "[")) return listOf(inner);
  return isWhole && isSign(first, "{") ? objectOf(inner) : open;
}

function isReference(tokens: readonly HclToken[]): boolean {
  const isInTurn = (token: HclToken, index: number) => (index % 2 === 0 ? token.kind === "name" : isSign(token, "."));
  return tokens.length % 2 === 1 && tokens.every(isInTurn);
}

function wordOf(token: HclToken): string {
  return token.kind === "name" || token.kind === "sign" ? token.text : "";
}

function listOf(inner: readonly HclToken[]): Written {
  const isComma = (token: HclToken) => isSign(token, ",");
  const items = partsOf(inner, isComma).map((part) => part.filter((token) => !isLineEnd(token)));
  // `for` makes a list of another one.
  if (isFor(inner)) return open;
  return { kind: "list", items: items.filter(({ length }) => length > 0).map(valueOf) };
}

/** The members of an object: a name or a quoted text, `=` or `:`, and a value, up to a comma or the end of the line. */
function objectOf(inner: readonly HclToken[]): Written {
  if (isFor(inner)) return open;
  const members = partsOf(inner, (token) => isSign(token, ",") || isLineEnd(token)).flatMap(([key, sign, ...value]) => {
    const name = textOf(key);
    const isMember = name !== undefined && (isSign(sign, "=") || isSign(sign, ":"));
    return isMember ? [[name, valueOf(value)] as const] : [];
  });
  return { kind: "object", members: new Map(members) };
}

function isFor(inner: readonly HclToken[]): boolean {
  const first = inner.find((token) => !isLineEnd(token));
  return first?.kind === "name" && first.text === "for";
}

/** The parts between the separators that are not in brackets. */
function partsOf(
  tokens: readonly HclToken[],
  isSeparator: (token: HclToken) => boolean,
): readonly (readonly HclToken[])[] {
  const parts: (readonly HclToken[])[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const end = endOfValue(tokens, at, isSeparator);
    parts.push(tokens.slice(at, end));
    at = end;
  }
  return parts;
}

/** The index of the first separator from `start` on that is not in brackets; the end without one. */
function endOfValue(tokens: readonly HclToken[], start: number, isSeparator: (token: HclToken) => boolean): number {
  for (let at = start; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token !== undefined && isSeparator(token)) return at;
    if (isOpening(token)) at = closingOf(tokens, at);
  }
  return tokens.length;
}

/** The index of the bracket that closes the one at `start`. */
function closingOf(tokens: readonly HclToken[], start: number): number {
  for (let at = start, depth = 0; at < tokens.length; at += 1) {
    if (isOpening(tokens[at])) depth += 1;
    if (["}", "]", ")"].some((sign) => isSign(tokens[at], sign))) depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error("it breaks off in the middle of a block");
}

function isOpening(token: HclToken | undefined): boolean {
  return ["{", "[", "("].some((sign) => isSign(token, sign));
}

function isLineEnd({ kind }: HclToken): boolean {
  return kind === "line-end";
}
