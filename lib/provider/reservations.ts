import type { Engine, InstanceId } from "../domain/instance";
import type { DueVerb } from "../domain/ledger/judge";
import type { ReplacedInstance } from "./memory";

/** An instance that a plan or apply reserves. A purge reserves without a verb. */
interface Reserved {
  readonly id: InstanceId;
  readonly verb?: DueVerb;
}

/** Whose plan it is: a mark of the object, or a symbol of the plan of a creation. */
type Owner = string | symbol;

/**
 * What the resources of one process know of each other. Terraform plans and applies them side by side and says nothing about
 * that; a process lives for one walk of Terraform's, and one provider block.
 */
export interface Reservations {
  /** Instances that some resource has begun to act on: no other resource may. */
  readonly claimed: Set<InstanceId>;
  /** Whose plan is due to act on an instance. */
  readonly planned: Map<InstanceId, Owner>;
  /** Whose plan is due to purge an engine's failed creations: the call takes all of them, whoever found them. */
  readonly purging: Map<Engine, Owner>;
  /** What objects knew that were destroyed to make room for a successor, which is planned next. */
  readonly handedOver: Map<InstanceId, ReplacedInstance>;
  /** Instances of objects that were created in this walk: what they succeed is not waited for any more. */
  readonly created: Set<InstanceId>;
  /** Invocations of actions that are under way: one that acts on the same waits for its end. */
  readonly invocations: Set<Invocation>;
}

/** An invocation of an action that is under way. */
export interface Invocation {
  /** Ids of instances in small letters, or an engine. */
  readonly subjects: ReadonlySet<string>;
  readonly ended: Promise<void>;
}

export function createReservations(): Reservations {
  return {
    claimed: new Set(),
    planned: new Map(),
    purging: new Map(),
    handedOver: new Map(),
    created: new Set(),
    invocations: new Set(),
  };
}

/** Reserves the instances that calls would be made for; answers those that another one's plan has reserved already. */
export function reservePlanned<T extends Reserved>(
  owner: Owner,
  { planned }: Reservations,
  due: readonly T[],
): readonly T[] {
  const own = due.filter(({ verb }) => verb !== "verify");
  const taken = own.filter(({ id }) => (planned.get(id) ?? owner) !== owner);
  if (taken.length === 0) for (const { id } of own) planned.set(id, owner);
  return taken;
}

/** Reserves an engine's failed creations for a purge; answers `false` when another one's plan has reserved them already. */
export function reservePurge(owner: Owner, { purging }: Reservations, engine: Engine): boolean {
  const isFree = (purging.get(engine) ?? owner) === owner;
  if (isFree) purging.set(engine, owner);
  return isFree;
}

/** Claims the instances that calls will be made for; answers those that another resource has begun to act on. */
export function claim<T extends Reserved>({ claimed }: Reservations, due: readonly T[]): readonly T[] {
  const own = due.filter(({ verb }) => verb !== "verify");
  const taken = own.filter(({ id }) => claimed.has(id));
  if (taken.length === 0) for (const { id } of own) claimed.add(id);
  return taken;
}

/** Gives back what an action has claimed: it is over, and something later in the same apply may act on the same. */
export function release({ claimed }: Reservations, due: readonly Reserved[]): void {
  for (const { id, verb } of due) if (verb !== "verify") claimed.delete(id);
}
