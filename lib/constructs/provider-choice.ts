import { TerraformStack } from "cdktf";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { IConstruct } from "constructs";
import type { InputProblem } from "./input/problem";
import { DmsProvider } from "./l1/dms-provider";
import { warnAtSynth } from "./warnings";

/** What is wrong with the provider and the dependencies that were chosen for `construct`. Pure. */
export function findReferenceProblems(
  construct: IConstruct,
  props: {
    readonly provider?: TerraformProvider | undefined;
    readonly dependsOn?: readonly ITerraformDependable[] | undefined;
  },
): readonly InputProblem[] {
  return [...checkProvider(construct, props.provider), ...checkDependencies(construct, props.dependsOn ?? [])];
}

function checkProvider(construct: IConstruct, provider: TerraformProvider | undefined): readonly InputProblem[] {
  if (provider === undefined) return [];
  const received = provider.node.path;
  if (provider.terraformResourceType !== DmsProvider.tfResourceType) {
    return [
      { input: "provider", received, allowed: `a DmsProvider; this is one of ${provider.terraformResourceType}` },
    ];
  }
  const stack = TerraformStack.of(construct);
  if (TerraformStack.of(provider) === stack) return [];
  return [{ input: "provider", received, allowed: `a DmsProvider of the stack "${stack.node.path}" itself` }];
}

function checkDependencies(
  construct: IConstruct,
  dependencies: readonly ITerraformDependable[],
): readonly InputProblem[] {
  const stack = TerraformStack.of(construct);
  return dependencies.filter(isConstruct).flatMap((dependency) => {
    const other = TerraformStack.of(dependency);
    if (other === stack) return [];
    const allowed =
      `what stands in the stack "${stack.node.path}" itself. ` +
      `To deploy "${other.node.path}" first, call addDependency on this stack`;
    return [{ input: "dependsOn", received: dependency.node.path, allowed }];
  });
}

function isConstruct(dependency: ITerraformDependable): dependency is ITerraformDependable & IConstruct {
  return Construct.isConstruct(dependency);
}

/**
 * Warns when `construct` names no provider and its stack has none without alias: Terraform then makes one up from the
 * environment alone, which need not be the region of any of those declared.
 */
export function warnOfUndeclaredProvider(construct: IConstruct, provider: TerraformProvider | undefined): void {
  if (provider !== undefined) return;
  warnAtSynth(construct, "dms:provider-from-environment", () => {
    const declared = providersOf(TerraformStack.of(construct));
    if (declared.length === 0 || declared.some(({ alias }) => alias === undefined)) return undefined;
    const aliases = declared.map(({ alias }) => alias).join(", ");
    return (
      `provider is not set, and every DmsProvider of this stack has an alias (${aliases}). Terraform will use one made up from ` +
      "the environment alone. Set provider to one of them, or leave the alias of one out."
    );
  });
}

/** The DMS providers declared in `stack` so far. */
export function providersOf(stack: TerraformStack): readonly DmsProvider[] {
  return stack.node
    .findAll()
    .filter((node): node is DmsProvider => node instanceof DmsProvider)
    .filter((provider) => TerraformStack.of(provider) === stack);
}
