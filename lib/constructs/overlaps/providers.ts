import { type TerraformProvider, TerraformStack } from "cdktf";
import type { InputProblem } from "../checks/problem";
import { onceASynthesis } from "../once-a-synthesis";
import { providersOf } from "../tree/provider-choice";
import { declarationsOf, isInTree } from "./declarations";

type Problems = readonly InputProblem[];

/** Registers this provider for the later ones of its stack. */
export function registerProvider(provider: TerraformProvider): void {
  const { providers } = declarationsOf(provider);
  const stack = TerraformStack.of(provider);
  providers.set(stack, [...(providers.get(stack) ?? []), provider]);
}

/** Refuses a provider beside those of this package that its stack has so far. `source`: its own. */
export function refuseSecondProvider(provider: TerraformProvider, source: string): Problems {
  const earlier = declarationsOf(provider).providers.get(TerraformStack.of(provider)) ?? [];
  return problemsBeside(provider, source, earlier.filter(isInTree));
}

/**
 * The same at synthesis, beside all providers of the stack. Only a walk finds those from another copy of this package, and from bindings that a
 * project generates itself.
 */
export function refuseForeignProvider(provider: TerraformProvider): Problems {
  const all = onceASynthesis(provider, providersOf);
  return problemsBeside(provider, provider.terraformProviderSource, all);
}

function problemsBeside(provider: TerraformProvider, source: string | undefined, all: readonly TerraformProvider[]) {
  const others = all.filter((other) => other !== provider);
  return [...checkAlias(provider, others), ...checkOneSource(source, others)];
}

// The alias is compared as written: two tokens that Terraform would find equal are not detected.
function checkAlias({ alias }: TerraformProvider, others: readonly TerraformProvider[]): Problems {
  const twin = others.find((other) => other.alias === alias);
  if (twin === undefined) return [];
  const allowed = `an alias that no other DmsProvider of the stack has; "${twin.node.path}" has the same`;
  return [{ input: "alias", received: alias, allowed }];
}

// A stack has one source for all providers of a kind: the last one would silently replace the others.
function checkOneSource(source: string | undefined, others: readonly TerraformProvider[]): Problems {
  const other = others.find(({ terraformProviderSource }) => terraformProviderSource !== source);
  if (other === undefined) return [];
  const allowed = `${JSON.stringify(other.terraformProviderSource)}, as of "${other.node.path}": a stack has one source for all its DmsProviders`;
  return [{ input: "source", received: source, allowed }];
}
