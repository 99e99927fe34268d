import { providerAddress } from "../../constructs/provider-address";
import { blocksIn, blocksOf, textIn, wordIn } from "./configuration-blocks";
import type { Written } from "./hcl-blocks";

/** A module's requirement of a provider: `source`, `version`, `configuration_aliases`, as JSON has them. */
type Requirement = Readonly<Record<string, string | readonly string[] | undefined>>;

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
 * The providers that a configuration file requires. A text that is neither HCL nor JSON has none: Terraform reports the fault in it.
 */
export function requirementsIn(fileName: string, text: string): Requirements {
  const required = blocksOf(blocksOrNone(fileName, text), "terraform", "required_providers");
  return Object.fromEntries(
    required.flatMap(({ attributes }) =>
      [...attributes].flatMap(([name, value]) =>
        value.kind === "object" ? [[name, requirementOf(value.members)]] : [],
      ),
    ),
  );
}

function blocksOrNone(fileName: string, text: string): ReturnType<typeof blocksIn> {
  try {
    return blocksIn(fileName, text);
  } catch {
    return [];
  }
}

/** Texts, and the references of `configuration_aliases`, which JSON has as texts. Terraform takes no other values here. */
function requirementOf(members: ReadonlyMap<string, Written>): Requirement {
  const values = [...members].map(([name, value]) => {
    const items = value.kind === "list" ? value.items.map(wordIn).filter((each) => each !== undefined) : undefined;
    return [name, items ?? textIn(value)] as const;
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}
