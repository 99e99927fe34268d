import { type ConfigurationBlock, hclBlocks, type Written } from "./hcl-blocks";

/**
 * The blocks of a configuration file of Terraform or OpenTofu, in order. A file in JSON shows only those in `places`. Throws for a text that
 * is neither HCL nor JSON.
 */
export function blocksIn(fileName: string, text: string): readonly ConfigurationBlock[] {
  if (!fileName.endsWith(".json")) return hclBlocks(text);
  return jsonBlocks(parsed(text.replace(/^\uFEFF/, "")), places);
}

/** The blocks at a path of block types, such as `"terraform", "required_providers"`. */
export function blocksOf(blocks: readonly ConfigurationBlock[], ...types: readonly string[]): typeof blocks {
  const [type, ...inner] = types;
  const found = blocks.filter((block) => block.type === type);
  return inner.length === 0 ? found : found.flatMap((block) => blocksOf(block.blocks, ...inner));
}

/** The text of a literal; `undefined` for another value. */
export function textIn(written: Written | undefined): string | undefined {
  return written?.kind === "text" ? written.text : undefined;
}

/** A text, or a reference, which JSON writes as a text; `undefined` for other values. */
export function wordIn(written: Written | undefined): string | undefined {
  return written?.kind === "text" || written?.kind === "reference" ? written.text : undefined;
}

/** Where JSON has a block: it writes blocks, labels and attributes alike. */
interface Place {
  /** Number of labels. */
  readonly labels: number;
  /** The blocks in it, by type. */
  readonly blocks: Places;
}
type Places = Readonly<Partial<Record<string, Place>>>;

const data: Place = { labels: 2, blocks: {} };
const places: Places = {
  data,
  check: { labels: 1, blocks: { data } },
  terraform: { labels: 0, blocks: { required_providers: { labels: 0, blocks: {} } } },
};

function jsonBlocks(json: unknown, known: Places): readonly ConfigurationBlock[] {
  return membersOf(json).flatMap(([type, value]) => {
    const place = known[type];
    return place === undefined
      ? []
      : labelled(value, place.labels).map(([labels, body]) => blockOf(type, labels, body, place));
  });
}

function blockOf(type: string, labels: readonly string[], body: object, { blocks }: Place): ConfigurationBlock {
  const attributes = Object.entries(body).filter(([name]) => blocks[name] === undefined);
  return {
    type,
    labels,
    attributes: new Map(attributes.map(([name, value]) => [name, writtenIn(value)])),
    blocks: jsonBlocks(body, blocks),
  };
}

/** The bodies below `levels` levels of labels, each with its labels. Each level is an object or a list of objects. */
function labelled(value: unknown, levels: number): readonly (readonly [labels: readonly string[], body: object])[] {
  if (levels === 0) return objectsOf(value).map((body) => [[], body]);
  return membersOf(value).flatMap(([label, inner]) =>
    labelled(inner, levels - 1).map(([labels, body]) => [[label, ...labels], body] as const),
  );
}

function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return objectsOf(value).flatMap((object) => Object.entries(object));
}

function objectsOf(value: unknown): readonly object[] {
  return [value].flat().filter((each): each is object => typeof each === "object" && each !== null);
}

function writtenIn(value: unknown): Written {
  if (typeof value === "string") return /\$\{|%\{/.test(value) ? { kind: "open" } : { kind: "text", text: value };
  if (Array.isArray(value)) return { kind: "list", items: value.map(writtenIn) };
  if (typeof value !== "object" || value === null) return { kind: "open" };
  return { kind: "object", members: new Map(Object.entries(value).map(([name, each]) => [name, writtenIn(each)])) };
}

// The parsed text. The parser's own message would quote it, and it may contain secrets.
function parsed(text: string): unknown {
  const json = parsedOrNothing(text);
  if (json === undefined) throw new Error("it is not JSON");
  const repeated = repeatedKey(text);
  if (repeated === undefined) return json;
  throw new Error(
    `it has the key ${JSON.stringify(repeated)} twice in one object, and Terraform may read both. Allowed: each key once, with a list for several blocks`,
  );
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The first key that one object of a valid text has twice, however it is escaped: of two, `JSON.parse` keeps the last. */
function repeatedKey(json: string): string | undefined {
  const objects: Set<string>[] = [];
  for (const [part, text, colon] of json.matchAll(/[{}]|("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?/g)) {
    if (part === "{") objects.push(new Set());
    if (part === "}") objects.pop();
    if (text === undefined || colon === undefined) continue;
    const key = JSON.parse(text) as string;
    // Comments, which Terraform skips.
    if (key !== "//" && objects.at(-1)?.has(key)) return key;
    objects.at(-1)?.add(key);
  }
  return undefined;
}
