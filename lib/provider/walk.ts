import type { DueVerb } from "../domain/due";
import type { Engine, InstanceId } from "../domain/instance";

/** What something is due for; a purge removes whatever it finds, without a verb. */
interface Taking {
  readonly id: InstanceId;
  readonly verb?: DueVerb;
}

/** Whose plan it is: a mark of the object, or a symbol of the plan of a creation. */
type Owner = string | symbol;

/**
 * What the resources of one process know of each other. Terraform plans and applies them side by side and says nothing about
 * that; a process lives for one walk, and one provider block.
 */
export interface Walk {
  /** Instances that some resource has begun to act on: nobody else may. */
  readonly claimed: Set<InstanceId>;
  /** Whose plan is due to act on an instance. */
  readonly planned: Map<InstanceId, Owner>;
  /** Whose plan is due to purge an engine's failed creations: the call takes all of them, whoever found them. */
  readonly purging: Map<Engine, Owner>;
  /** Instances of objects that were destroyed to make room for a successor, which is planned next. */
  readonly replacing: Set<InstanceId>;
  /** Instances of objects that were created in this walk: what they succeed is not waited for any more. */
  readonly created: Set<InstanceId>;
}

export function createWalk(): Walk {
  return { claimed: new Set(), planned: new Map(), purging: new Map(), replacing: new Set(), created: new Set() };
}

/** Takes the instances that calls would be made for; answers those that another one's plan has taken already. */
export function planFor<T extends Taking>(owner: Owner, { planned }: Walk, due: readonly T[]): readonly T[] {
  const own = due.filter(({ verb }) => verb !== "verify");
  const taken = own.filter(({ id }) => (planned.get(id) ?? owner) !== owner);
  if (taken.length === 0) for (const { id } of own) planned.set(id, owner);
  return taken;
}

/** Takes an engine's failed creations for a purge; answers `false` when another one's plan has taken them already. */
export function planPurgeFor(owner: Owner, { purging }: Walk, engine: Engine): boolean {
  const isFree = (purging.get(engine) ?? owner) === owner;
  if (isFree) purging.set(engine, owner);
  return isFree;
}

/** Takes the instances that calls will be made for; answers those that another resource has begun to act on. */
export function claim<T extends Taking>({ claimed }: Walk, due: readonly T[]): readonly T[] {
  const own = due.filter(({ verb }) => verb !== "verify");
  const taken = own.filter(({ id }) => claimed.has(id));
  if (taken.length === 0) for (const { id } of own) claimed.add(id);
  return taken;
}
