import { type Engine, idKey, type InstanceId } from "../../domain/instance";
import type { DueVerb } from "../../domain/ledger/judge";
import type { ReplacedInstance } from "./memory";
import { mayBeOnePlace, type Place } from "../place";

/** An instance that a plan or apply reserves. A purge reserves without a verb. */
interface Reserved {
  readonly id: InstanceId;
  readonly verb?: DueVerb;
}

/** The owner of a plan: a mark of the object, or a symbol for the plan of a creation. */
type Owner = string | symbol;

/**
 * The knowledge that the resources of one process share about one place. Terraform plans and applies them side by side without telling each
 * of the others. A process lives for one walk of Terraform and one provider block.
 */
export interface Reservations {
  /** Instances that a resource has begun to act on: no other resource may. */
  readonly claimed: AtPlace<InstanceId, true>;
  /** The owner of the plan that acts on an instance. */
  readonly planned: AtPlace<InstanceId, Owner>;
  /** The owner of the plan that purges an engine's failed creations: the call removes all of them. */
  readonly purging: AtPlace<Engine, Owner>;
  /** The ledgers of objects that were destroyed before their successors are planned. */
  readonly handedOver: AtPlace<InstanceId, ReplacedInstance>;
  /** Ids of the objects that were refreshed in this walk, of any place. */
  readonly refreshed: Set<string>;
  /** Instances of objects that were created in this walk: nothing waits for their predecessors. */
  readonly created: AtPlace<InstanceId, true>;
  /** Invocations of actions that are under way, of any place. A later one with the same subjects waits for their end. */
  readonly invocations: Set<Invocation>;
}

/** An invocation of an action that is under way. */
export interface Invocation {
  /** Keys of instances (`idKey`), or an engine. */
  readonly subjects: ReadonlySet<string>;
  readonly ended: Promise<void>;
}

/** The reservations of a process, by place. Two objects may name the same project by its id and by its name. */
export function createReservations(): (place: Place) => Reservations {
  const claimed: Notes<true> = new Map();
  const planned: Notes<Owner> = new Map();
  const purging: Notes<Owner> = new Map();
  const handedOver: Notes<ReplacedInstance> = new Map();
  const refreshed = new Set<string>();
  const created: Notes<true> = new Map();
  const invocations = new Set<Invocation>();
  return (place) => ({
    claimed: new AtPlace(claimed, place),
    planned: new AtPlace(planned, place),
    purging: new AtPlace(purging, place),
    handedOver: new AtPlace(handedOver, place),
    refreshed,
    created: new AtPlace(created, place),
    invocations,
  });
}

interface Noted<V> {
  readonly place: Place;
  readonly value: V;
}

/** By the key of an instance (`idKey`), or an engine. */
type Notes<V> = Map<string, readonly Noted<V>[]>;

/** The notes of one place, and of each that may be the same. Two spellings of an id are one instance. */
class AtPlace<K extends string, V> {
  constructor(
    private readonly notes: Notes<V>,
    private readonly place: Place,
  ) {}

  get(id: K): V | undefined {
    return this.notes.get(idKey(id))?.find((note) => this.isHere(note))?.value;
  }

  has(id: K): boolean {
    return this.get(id) !== undefined;
  }

  set(id: K, value: V): void {
    this.delete(id);
    this.notes.set(idKey(id), [...(this.notes.get(idKey(id)) ?? []), { place: this.place, value }]);
  }

  delete(id: K): void {
    const key = idKey(id);
    const others = (this.notes.get(key) ?? []).filter((note) => !this.isHere(note));
    if (others.length > 0) this.notes.set(key, others);
    else this.notes.delete(key);
  }

  isEmpty(): boolean {
    return ![...this.notes.values()].flat().some((note) => this.isHere(note));
  }

  private isHere({ place }: Noted<V>): boolean {
    return mayBeOnePlace(place, this.place);
  }
}

/** Reserves the instances of planned calls; answers those that another owner's plan has already reserved. */
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

/** Reserves an engine's failed creations for a purge; answers `false` if another owner's plan has already reserved them. */
export function reservePurge(owner: Owner, { purging }: Reservations, engine: Engine): boolean {
  const isFree = (purging.get(engine) ?? owner) === owner;
  if (isFree) purging.set(engine, owner);
  return isFree;
}

/** Claims the instances of calls that will be made; answers those that another resource has begun to act on. */
export function claim<T extends Reserved>({ claimed }: Reservations, due: readonly T[]): readonly T[] {
  const own = due.filter(({ verb }) => verb !== "verify");
  const taken = own.filter(({ id }) => claimed.has(id));
  if (taken.length === 0) for (const { id } of own) claimed.set(id, true);
  return taken;
}

/** Releases the instances of an action that is over: a later part of the same apply may act on them. */
export function release({ claimed }: Reservations, due: readonly Reserved[]): void {
  for (const { id, verb } of due) if (verb !== "verify") claimed.delete(id);
}
