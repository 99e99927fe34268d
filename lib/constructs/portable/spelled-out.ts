import { isToken } from "../checks/tokens";
import type { PortableBatchActionProps, PortableInstance } from "./portable-batch-action-props";

type Instances = PortableBatchActionProps["instances"];
type Spelled = Readonly<Record<string, string | PortableInstance>>;

/** Ids by name, or the expression for all of them; `undefined` for a purge. Pure. */
export function idsByName(instances: Instances): unknown {
  const spelled = spelledOut(instances);
  return spelled === undefined ? (instances ?? {}) : Object.fromEntries(spelled);
}

/** Name and id of each instance; `undefined` if only Terraform or the service knows them. Ids may be expressions. Pure. */
export function spelledOut(instances: Instances): readonly (readonly [name: string, id: string])[] | undefined {
  if (instances === undefined || isToken(instances)) return undefined;
  return Object.entries(instances as Spelled).map(([name, value]) => [
    name,
    typeof value === "string" ? value : value.instanceId,
  ]);
}
