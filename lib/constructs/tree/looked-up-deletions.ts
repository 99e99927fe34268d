import { DefaultTokenResolver, StringConcat, TerraformDataSource, TerraformStack, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import type { InputProblem } from "../checks/problem";
import type { LifecycleInstance } from "../instance-lifecycle-props";
import { DataDmsInstance } from "../l1/data-dms-instance";
import { constructsIn, onceASynthesis } from "../once-a-synthesis";

/**
 * Reports instances to delete that are looked up by name. Once such an instance is gone, its lookup would fail every plan of the stack.
 * Resolves tokens.
 */
export function findLookedUpDeletions(
  fleet: IConstruct,
  instances: ReadonlyMap<string, LifecycleInstance>,
): readonly InputProblem[] {
  return [...instances]
    .filter(([, { desiredState }]) => desiredState === "deleted")
    .flatMap(([name, { instanceId, desiredState }]) => {
      const source = lookupOf(fleet, instanceId);
      if (source?.nameInput === undefined) return [];
      const input = `instances[${JSON.stringify(name)}].desiredState`;
      const allowed = `"running", because "${source.node.path}" looks its id up by name, which fails when it is gone. To delete it, write its id down`;
      return [{ input, received: desiredState, allowed }];
    });
}

function lookupOf(fleet: IConstruct, instanceId: string): DataDmsInstance | undefined {
  const stack = TerraformStack.of(fleet);
  const resolver = new DefaultTokenResolver(new StringConcat());
  const text: unknown = Tokenization.resolve(instanceId, { scope: stack, resolver, preparing: false });
  const id = /^\$\{data\.dms_instance\.([\w-]+)\.instance_id\}$/.exec(String(text))?.[1];
  return id === undefined ? undefined : onceASynthesis(fleet, lookupsIn).get(id);
}

/** The lookups of a stack by their ids in it. */
function lookupsIn(stack: TerraformStack): ReadonlyMap<string, DataDmsInstance> {
  const lookups = constructsIn(stack).filter((node): node is DataDmsInstance => isLookup(node));
  return new Map(lookups.map((source) => [source.friendlyUniqueId, source]));
}

// Whether a node is a lookup, of any copy of this package.
function isLookup(node: IConstruct): boolean {
  return (
    TerraformDataSource.isTerraformDataSource(node) && node.terraformResourceType === DataDmsInstance.tfResourceType
  );
}
