import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { InputProblem } from "../checks/problem";
import { isOpen } from "../checks/tokens";
import { onceASynthesis } from "../once-a-synthesis";
import { type DeclaredPurge, declarationsOf, isInTree, isElsewhere, isSamePlace } from "./declarations";

/** Registers this purge for the other purges of the stack. */
export function registerPurge(construct: IConstruct, purge: DeclaredPurge): void {
  declarationsOf(construct).purges.set(construct, purge);
}

/**
 * Refuses another purge resource of the same engine and provider: as soon as a creation fails, both would remove it, and the provider
 * refuses the plan.
 */
export function refuseSecondPurge(construct: IConstruct): readonly InputProblem[] {
  const own = declarationsOf(construct).purges.get(construct);
  if (own?.kind !== "resource") return [];
  return twinsOf(construct, own)
    .filter(({ purge }) => purge.kind === "resource" && purge.provider === own.provider)
    .filter(({ purge }) => isSamePlace(own.place, purge.place))
    .map(({ path }) => ({
      input: "engine",
      received: own.engine,
      allowed: `an engine that no other purge of the stack has; "${path}" purges it already`,
    }));
}

/** A warning of a batch that purges the same engine as another construct of the stack; `undefined` for other batches. */
export function describeSecondPurge(construct: IConstruct): string | undefined {
  const own = declarationsOf(construct).purges.get(construct);
  if (own === undefined) return undefined;
  const paths = twinsOf(construct, own)
    .filter(({ purge }) => !isElsewhere(own.place, purge.place))
    .map(({ path }) => `"${path}"`);
  if (paths.length === 0) return undefined;
  return `${paths.join(", ")} purges ${own.engine} too, and neither knows the other. Keep one of them.`;
}

function twinsOf(construct: IConstruct, own: DeclaredPurge) {
  if (isOpen(own.engine)) return [];
  return onceASynthesis(construct, purgesIn)
    .filter(([other, { engine }]) => other !== construct && engine === own.engine)
    .map(([other, purge]) => ({ purge, path: other.node.path }));
}

function purgesIn(stack: TerraformStack): readonly (readonly [IConstruct, DeclaredPurge])[] {
  return [...declarationsOf(stack).purges].filter(([purge]) => isInTree(purge) && TerraformStack.of(purge) === stack);
}
