import {
  Aspects,
  dependable,
  type ITerraformDependable,
  TerraformDataSource,
  TerraformElement,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import type { IConstruct } from "constructs";
import { describeProblem } from "../checks/problem";
import { isOfClass } from "../own-library";
import { checkNeighbour } from "./provider-choice";

/**
 * Makes `resource` wait for the dependencies of `construct` in the construct tree (`node.addDependency`), which CDKTF ignores: for those
 * constructs and all that they contain. Refuses dependencies on another stack at synth.
 */
export function followTreeDependencies(construct: IConstruct, resource: TerraformResource): void {
  const followed = new Set<ITerraformDependable>();
  // An aspect does this, because dependencies may be added until synthesis.
  const visit = (node: IConstruct): void => {
    if (node !== construct) return;
    const due = dependenciesOf(construct)
      .flatMap(waitedFor)
      .filter((dependency) => checkNeighbour(construct, "", dependency).length === 0 && !followed.has(dependency));
    for (const dependency of due) followed.add(dependency);
    if (due.length > 0) resource.dependsOn = [...(resource.dependsOn ?? []), ...due.map((each) => dependable(each))];
  };
  Aspects.of(construct).add({ visit });
  const validate = (): string[] =>
    dependenciesOf(construct)
      .flatMap((dependency) => checkNeighbour(construct, "node.addDependency", dependency))
      .map(describeProblem);
  construct.node.addValidation({ validate });
}

/** The dependencies of the construct and of its parents, up to the stack. */
function dependenciesOf(construct: IConstruct): readonly IConstruct[] {
  const { scopes } = construct.node;
  return scopes
    .slice(scopes.indexOf(TerraformStack.of(construct)) + 1)
    .flatMap(({ node }) => node.dependencies)
    .filter((dependency) => !scopes.includes(dependency));
}

function waitedFor(construct: IConstruct): readonly (IConstruct & ITerraformDependable)[] {
  return isDependable(construct) ? [construct] : construct.node.children.flatMap(waitedFor);
}

// Whether Terraform can wait for the construct or for one inside it. A construct of this library must be finished completely.
function isDependable(construct: IConstruct): construct is IConstruct & ITerraformDependable {
  if (!TerraformElement.isTerraformElement(construct)) return "fqn" in construct && typeof construct.fqn === "string";
  return (
    TerraformResource.isTerraformResource(construct) ||
    TerraformDataSource.isTerraformDataSource(construct) ||
    isOfClass(construct, "TerraformModule")
  );
}
