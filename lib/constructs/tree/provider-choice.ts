import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import type { InputProblem } from "../checks/problem";
import { DmsProvider } from "../l1/dms-provider";
import { constructsIn, onceASynthesis } from "../once-a-synthesis";
import { warnAtSynth } from "../warnings/warnings";

type Problems = readonly InputProblem[];

/** The kind of provider a construct needs: Terraform's word for it, and the class. */
const kinds = { [DmsProvider.tfResourceType]: "DmsProvider", null: "NullProvider" } as const;

/** The problems of the provider and the dependencies of `construct`. Pure. */
export function findReferenceProblems(
  construct: IConstruct,
  props: { readonly provider?: unknown; readonly dependsOn?: unknown },
  kind: keyof typeof kinds = DmsProvider.tfResourceType,
): Problems {
  return [...checkProvider(construct, props.provider, kind), ...checkDependencies(construct, props.dependsOn)];
}

function checkProvider(construct: IConstruct, received: unknown, kind: keyof typeof kinds): Problems {
  if (received === undefined) return [];
  const wanted = `a ${kinds[kind]}`;
  if (!TerraformProvider.isTerraformProvider(received)) return [{ input: "provider", received, allowed: wanted }];
  if (received.terraformResourceType !== kind) {
    return [{ input: "provider", received, allowed: `${wanted}; this is one of ${received.terraformResourceType}` }];
  }
  const stack = TerraformStack.of(construct);
  if (TerraformStack.of(received) === stack) return [];
  return [{ input: "provider", received, allowed: `${wanted} of the stack "${stack.node.path}" itself` }];
}

function checkDependencies(construct: IConstruct, received: unknown): Problems {
  if (received === undefined) return [];
  if (!Array.isArray(received)) {
    return [{ input: "dependsOn", received, allowed: "a list of constructs and resources to be deployed before" }];
  }
  return received.flatMap((dependency: unknown, index) => {
    if (typeof dependency !== "object" || dependency === null || !("fqn" in dependency)) {
      const allowed = "a resource, a data source, a module or a construct of this library";
      return [{ input: `dependsOn[${index}]`, received: dependency, allowed }];
    }
    return Construct.isConstruct(dependency) ? checkNeighbour(construct, "dependsOn", dependency) : [];
  });
}

/** Refuses a neighbour in another stack: Terraform orders only the resources of one stack. Pure. */
export function checkNeighbour(construct: IConstruct, input: string, received: IConstruct): Problems {
  const stack = TerraformStack.of(construct);
  const other = received.node.scopes.findLast((scope) => TerraformStack.isStack(scope));
  if (other === stack) return [];
  const allowed = `a construct of the stack "${stack.node.path}" itself`;
  const remedy = other && `. To deploy "${other.node.path}" first, call addDependency on this stack`;
  return [{ input, received, allowed: `${allowed}${remedy ?? ""}` }];
}

/**
 * Warns if `construct` names no provider and its stack has none without alias: Terraform then creates one from the environment alone,
 * perhaps for another region than the declared ones.
 */
export function warnOfUndeclaredProvider(construct: IConstruct, provider: TerraformProvider | undefined): void {
  if (provider !== undefined) return;
  warnAtSynth(construct, "dms:provider-from-environment", () => {
    const declared = onceASynthesis(construct, providersOf);
    if (declared.length === 0 || declared.some(({ alias }) => alias === undefined)) return undefined;
    const aliases = declared.map(({ alias }) => alias).join(", ");
    return (
      `provider is not set, and every DmsProvider of this stack has an alias (${aliases}). Terraform will use one made up from ` +
      "the environment alone. Set provider to one of them, or leave the alias of one out."
    );
  });
}

/**
 * The DMS providers declared in `stack`, also those from another copy of this package, and from bindings that a project generates itself. A
 * registry of ours would not have these: the tree is walked, so ask with `onceASynthesis`.
 */
export function providersOf(stack: TerraformStack): readonly TerraformProvider[] {
  return constructsIn(stack)
    .filter((node): node is TerraformProvider => TerraformProvider.isTerraformProvider(node))
    .filter(({ terraformResourceType: type }) => type === DmsProvider.tfResourceType);
}
