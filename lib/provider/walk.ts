import type { InstanceId } from "../domain/instance";
import type { Planned } from "../domain/waves";

/**
 * What the resources of one process know of each other. Terraform plans and applies them side by side and says nothing about
 * that; a process lives for one walk, and one provider block.
 */
export interface Walk {
  /** Instances that some resource has begun to act on: nobody else may. */
  readonly claimed: Set<InstanceId>;
  /** Whose plan is due to act on an instance: the object's id, or a symbol of the plan of a creation. */
  readonly planned: Map<InstanceId, string | symbol>;
  /** Instances of objects that were destroyed to make room for a successor, which is planned next. */
  readonly replacing: Set<InstanceId>;
  /** Instances of objects that were created in this walk: what they succeed is not waited for any more. */
  readonly created: Set<InstanceId>;
}

export function createWalk(): Walk {
  return { claimed: new Set(), planned: new Map(), replacing: new Set(), created: new Set() };
}

/** Takes the instances that calls would be made for; answers those that another one's plan has taken already. */
export function planFor(owner: string | symbol, { planned }: Walk, due: readonly Planned[]): readonly Planned[] {
  const own = due.filter(({ verb }) => verb !== "verify");
  const taken = own.filter(({ id }) => (planned.get(id) ?? owner) !== owner);
  if (taken.length === 0) for (const { id } of own) planned.set(id, owner);
  return taken;
}

/** Takes the instances that calls will be made for; answers those that another resource has begun to act on. */
export function claim({ claimed }: Walk, due: readonly Planned[]): readonly Planned[] {
  const own = due.filter(({ verb }) => verb !== "verify");
  const taken = own.filter(({ id }) => claimed.has(id));
  if (taken.length === 0) for (const { id } of own) claimed.add(id);
  return taken;
}
