import { hclTokens, type HclToken, isSign, textOf } from "../../constructs/vendor/hcl-tokens";

/** A block at the top of a configuration file, or in a `check` block there. */
export interface ConfigurationBlock {
  readonly type: string;
  /** Labels of the block; `undefined` for one that cannot be read. */
  readonly labels: readonly (string | undefined)[];
  /** Attributes of the block itself; `undefined` for a value that is not a literal text. */
  readonly attributes: ReadonlyMap<string, string | undefined>;
}

/** The data sources that a file of Terraform or OpenTofu declares. Pure. Throws for a text that is neither HCL nor JSON. */
export function dataSourcesIn(fileName: string, text: string): readonly ConfigurationBlock[] {
  if (fileName.endsWith(".json")) return dataSourcesInJson(parsed(text.replace(/^\uFEFF/, "")));
  return blocksIn(hclTokens(text)).filter(({ type }) => type === "data");
}

function blocksIn(tokens: readonly HclToken[]): readonly ConfigurationBlock[] {
  const blocks: ConfigurationBlock[] = [];
  let header: HclToken[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.kind === "line-end") header = [];
    else if (!isSign(token, "{")) header.push(token);
    else {
      const end = endOfBody(tokens, at);
      const body = tokens.slice(at + 1, end);
      const block = blockOf(header, body);
      // A check has a data source of its own.
      blocks.push(block, ...(block.type === "check" ? blocksIn(body) : []));
      header = [];
      at = end;
    }
  }
  return blocks;
}

function blockOf([type, ...labels]: readonly HclToken[], body: readonly HclToken[]): ConfigurationBlock {
  return { type: textOf(type) ?? "", labels: labels.map(textOf), attributes: attributesIn(body) };
}

function attributesIn(body: readonly HclToken[]): ConfigurationBlock["attributes"] {
  const attributes = new Map<string, string | undefined>();
  for (let at = 0; at < body.length; at += 1) {
    const [before, name, equals, value, next] = [at - 1, at, at + 1, at + 2, at + 3].map((index) => body[index]);
    if (isOpening(name)) at = endOfBody(body, at);
    else if (name?.kind === "name" && isSign(equals, "=") && (before === undefined || before.kind === "line-end")) {
      const isWhole = value?.kind === "quoted" && (next === undefined || next.kind === "line-end");
      attributes.set(name.text, isWhole ? value.text : undefined);
    }
  }
  return attributes;
}

/** The index of the bracket that closes the one at `start`. */
function endOfBody(tokens: readonly HclToken[], start: number): number {
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

// The parsed text. The parser's own message would quote it, and it may contain secrets.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("it is not JSON");
  }
}

/** The data sources of a file in JSON. Each level is an object or a list of objects. */
function dataSourcesInJson(json: unknown): readonly ConfigurationBlock[] {
  const membersOfType = (wanted: string) =>
    membersOf(json).flatMap(([type, value]) => (type === wanted ? membersOf(value) : []));
  const inChecks = membersOfType("check").flatMap(([, body]) => dataSourcesInJson(body));
  const own = membersOfType("data").flatMap(([type, value]) =>
    membersOf(value).flatMap(([name, body]) =>
      objectsOf(body).map((attributes) => ({
        type: "data",
        labels: [type, name],
        attributes: new Map(Object.entries(attributes).map(([key, each]) => [key, writtenText(each)])),
      })),
    ),
  );
  return [...own, ...inChecks];
}

function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return objectsOf(value).flatMap((object) => Object.entries(object));
}

function objectsOf(value: unknown): readonly object[] {
  return [value].flat().filter((each): each is object => typeof each === "object" && each !== null);
}

function writtenText(value: unknown): string | undefined {
  return typeof value === "string" && !/\$\{|%\{/.test(value) ? value : undefined;
}
