import { type HclToken, isSign, type PlacedToken, placedTokens, plainHcl, textOf } from "./hcl-tokens";

/** One installation method of Terraform's CLI configuration. */
export interface InstallationMethod {
  /** `direct`, `filesystem_mirror`, `network_mirror`, or an unknown kind. */
  readonly kind: string;
  /** The path of a filesystem mirror, as written. */
  readonly path: string | undefined;
  /** Patterns of source addresses; empty means all. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * The block `provider_installation`. With one, Terraform uses only its methods, not even the folder of the stack. `dev_overrides` are left
 * out: `init` looks for an overridden provider too, and fails without a method that has it.
 */
export interface ProviderInstallation {
  readonly methods: readonly InstallationMethod[];
}

/** Whether a method is used for a provider. `address` has its host. */
export function isAskedFor({ include, exclude }: InstallationMethod, address: string): boolean {
  const isMatched = (pattern: string): boolean => matches(pattern, address);
  return (include.length === 0 || include.some(isMatched)) && !exclude.some(isMatched);
}

/** Whether a pattern names the host of an address: `npm.invalid/*` followed by `/*` does, `*` for all three parts does not. */
export function namesHostOf(pattern: string, address: string): boolean {
  return partsOf(pattern)[0] === partsOf(address)[0];
}

function matches(pattern: string, address: string): boolean {
  const own = partsOf(address);
  return partsOf(pattern).every((part, index) => part === "*" || part === own[index]);
}

/** The parts of a source address. Without a host, Terraform means its own registry. */
function partsOf(source: string): readonly string[] {
  const parts = source.toLowerCase().split("/");
  return parts.length === 2 ? ["registry.terraform.io", ...parts] : parts;
}

/** The block of a CLI configuration in HCL; `undefined` without one. Throws for a text that breaks off. */
export function providerInstallationIn(configuration: string): ProviderInstallation | undefined {
  const block = findBlock(plainHcl(configuration));
  if (block === undefined) return undefined;
  return { methods: block.blocks.filter(({ type }) => type !== "dev_overrides").map(methodOf) };
}

/**
 * The configuration with a first method that takes only `address` from the folder `path`; every other method excludes it. The rest stays
 * unchanged, and so does a configuration without the block. Throws for a text that breaks off.
 */
export function withOwnMethod(configuration: string, address: string, path: string): string {
  const text = plainHcl(configuration);
  const block = findBlock(text);
  if (block === undefined) return text;
  const own = `\n  filesystem_mirror {\n    path = ${JSON.stringify(path)}\n    include = ["${address}"]\n  }`;
  const insertions = block.blocks
    .filter((method) => method.type !== "dev_overrides" && isAskedFor(methodOf(method), address))
    .map(({ start, attributes }) => {
      const excluded = attributes.get("exclude");
      return excluded === undefined
        ? { at: start, text: `\n    exclude = ["${address}"]\n` }
        : { at: excluded.start, text: `"${address}", ` };
    });
  return [...insertions, { at: block.start, text: own }]
    .sort((one, other) => other.at - one.at)
    .reduce((result, { at, text: added }) => result.slice(0, at) + added + result.slice(at), text);
}

interface Attribute {
  readonly texts: readonly string[];
  /** Offset after the bracket or the text with which its value begins. */
  readonly start: number;
}

interface Block {
  readonly type: string;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly blocks: readonly Block[];
  /** Offset after its opening bracket. */
  readonly start: number;
}

function methodOf({ type, attributes }: Block): InstallationMethod {
  const textsOf = (name: string): readonly string[] => attributes.get(name)?.texts ?? [];
  return { kind: type, path: textsOf("path")[0], include: textsOf("include"), exclude: textsOf("exclude") };
}

function findBlock(text: string): Block | undefined {
  return new BlockReader(text).read("", 0).blocks.find(({ type }) => type === "provider_installation");
}

/** Reads nested blocks, and attributes that are texts or lists of texts; values of other kinds have no texts. */
class BlockReader {
  private readonly tokens: readonly PlacedToken[];
  private next = 0;

  constructor(text: string) {
    this.tokens = placedTokens(text);
  }

  /** Reads from after the opening bracket to after the closing one, or to the end of the text. */
  read(type: string, start: number): Block {
    const attributes = new Map<string, Attribute>();
    const blocks: Block[] = [];
    for (let name = this.take(); name !== undefined && !isSign(name.token, "}"); name = this.take()) {
      const key = textOf(name.token);
      if (key === undefined) continue;
      const opening = this.behindLabels();
      if (opening === undefined) break;
      if (isSign(opening.token, "{")) blocks.push(this.read(key, opening.end));
      else if (isSign(opening.token, "=")) this.readValue(key, attributes, blocks);
    }
    return { type, attributes, blocks, start };
  }

  private readValue(key: string, attributes: Map<string, Attribute>, blocks: Block[]): void {
    const value = this.take();
    if (value === undefined) return;
    if (isSign(value.token, "{")) blocks.push(this.read(key, value.end));
    else if (isSign(value.token, "[")) attributes.set(key, { texts: this.readList(), start: value.end });
    else attributes.set(key, { texts: quotedText(value.token), start: value.end });
  }

  private readList(): readonly string[] {
    const texts: string[] = [];
    for (let each = this.take(); each !== undefined && !isSign(each.token, "]"); each = this.take()) {
      texts.push(...quotedText(each.token));
    }
    return texts;
  }

  private behindLabels(): PlacedToken | undefined {
    let token = this.take();
    while (token !== undefined && textOf(token.token) !== undefined) token = this.take();
    return token;
  }

  private take(): PlacedToken | undefined {
    const token = this.tokens[this.next];
    this.next += 1;
    return token;
  }
}

function quotedText(token: HclToken): readonly string[] {
  return token.kind === "quoted" && token.text !== undefined ? [token.text] : [];
}
