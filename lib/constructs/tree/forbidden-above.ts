import { Aspects, type IAspect, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

// It replaces instanceof: in a project with two copies of this package, the search for the aspect may run in the other copy.
export const forbidMark = Symbol.for("dms-lifecycle/ForbidDeletions");

/** Whether an aspect is a `ForbidDeletions`, of any copy of this package. */
function isForbidDeletions(aspect: IAspect): boolean {
  return forbidMark in aspect;
}

/**
 * Applies a `ForbidDeletions` from above the stack of `construct`: of the app or of a construct with several stacks. CDKTF does not visit
 * aspects there. Several constructs of a stack may call this.
 */
export function obeyForbiddenDeletions(construct: IConstruct): void {
  const stack = TerraformStack.of(construct);
  const aspects = Aspects.of(stack);
  if (!aspects.all.some((aspect) => aspect instanceof ForbiddenAbove)) aspects.add(new ForbiddenAbove(stack));
}

class ForbiddenAbove implements IAspect {
  public constructor(private readonly stack: TerraformStack) {}

  // An aspect may visit the same resource twice, from here and by CDKTF: it reports once.
  public visit(node: IConstruct): void {
    for (const scope of this.stack.node.scopes.filter((each) => each !== this.stack)) {
      for (const aspect of Aspects.of(scope).all) if (isForbidDeletions(aspect)) aspect.visit(node);
    }
  }
}
