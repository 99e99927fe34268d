import { hclTokens, type HclToken, isSign } from "../../constructs/vendor/hcl-tokens";
import { providerAddress } from "../../constructs/provider-address";

/** A module's requirement of a provider: `source`, `version`, `configuration_aliases`, as JSON has them. */
type Requirement = Readonly<Record<string, unknown>>;

/** By the name that the module gives the provider. */
export type Requirements = Readonly<Record<string, Requirement>>;

/**
 * Replaces `required_providers` in a test of a module that has the dms provider from another source than the package: the same names and
 * versions with the package's source, where the kit puts it. Empty where nothing is to be replaced.
 */
export function ownSources(requirements: Requirements): Requirements {
  const foreign = Object.entries(requirements).filter(
    ([, { source }]) =>
      typeof source === "string" && /\/dms$/i.test(source) && source.toLowerCase() !== providerAddress,
  );
  return Object.fromEntries(foreign.map(([name, requirement]) => [name, { ...requirement, source: providerAddress }]));
}

/**
 * The providers that a configuration file requires. Pure. A text that is neither HCL nor JSON has none: Terraform reports the fault in it.
 */
export function requirementsIn(fileName: string, text: string): Requirements {
  try {
    return fileName.endsWith(".json") ? inJson(JSON.parse(text.replace(/^\uFEFF/, ""))) : inHcl(hclTokens(text));
  } catch {
    return {};
  }
}

// JSON writes a block as an object, or as a list of such.
function inJson(json: unknown): Requirements {
  const blocks = members(json, "terraform").flatMap((terraform) => members(terraform, "required_providers"));
  return Object.assign({}, ...blocks) as Requirements;
}

function members(value: unknown, name: string): readonly object[] {
  if (!isObject(value)) return [];
  return [value[name]].flat().filter(isObject);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

// `required_providers` is a word that HCL has in this place only, so its blocks are found wherever they stand.
function inHcl(tokens: readonly HclToken[]): Requirements {
  const found: Record<string, Requirement> = {};
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== "name" || token.text !== "required_providers" || !isSign(tokens[at + 1], "{")) continue;
    for (at += 2; at < tokens.length && !isSign(tokens[at], "}"); at += 1) {
      const name = tokens[at];
      if (name?.kind !== "name" || !isSign(tokens[at + 1], "=") || !isSign(tokens[at + 2], "{")) continue;
      const end = tokens.findIndex((each, index) => index > at && isSign(each, "}"));
      found[name.text] = requirementOf(tokens.slice(at + 3, end));
      at = end;
    }
  }
  return found;
}

function requirementOf(body: readonly HclToken[]): Requirement {
  const requirement: Record<string, unknown> = {};
  for (const [at, name] of body.entries()) {
    if (name.kind !== "name" || !isSign(body[at + 1], "=")) continue;
    const value = body[at + 2];
    if (value?.kind === "quoted") requirement[name.text] = value.text;
    if (isSign(value, "[")) requirement[name.text] = referencesFrom(body.slice(at + 3));
  }
  return requirement;
}

/** The references of a list up to its end, such as `dms.asia`. JSON has them as texts. */
function referencesFrom(tokens: readonly HclToken[]): readonly string[] {
  const end = tokens.findIndex((token) => isSign(token, "]"));
  const text = tokens.slice(0, end).map((token) => (token.kind === "name" || token.kind === "sign" ? token.text : ""));
  return text
    .join("")
    .split(",")
    .filter((reference) => reference !== "");
}
