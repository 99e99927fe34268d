import { type Engine, idKey, type InstanceId } from "../domain/instance";
import type { DueVerb } from "../domain/ledger/judge";
import type { ReplacedInstance } from "./memory";
import { mayBeOnePlace, type Place } from "./place";

/** An instance that a plan or apply reserves. A purge reserves without a verb. */
interface Reserved {
  readonly id: InstanceId;
  readonly verb?: DueVerb;
}

/** Whose plan it is: a mark of the object, or a symbol of the plan of a creation. */
type Owner = string | symbol;

/**
 * What the resources of one process know of each other, in one place. Terraform plans and applies them side by side and says nothing
 * about that; a process lives for one walk of Terraform's, and one provider block.
 */
export interface Reservations {
  /** Instances that some resource has begun to act on: no other resource may. */
  readonly claimed: AtPlace<InstanceId, true>;
  /** Whose plan is due to act on an instance. */
  readonly planned: AtPlace<InstanceId, Owner>;
  /** Whose plan is due to purge an engine's failed creations: the call takes all of them, whoever found them. */
  readonly purging: AtPlace<Engine, Owner>;
  /** What objects knew that were destroyed to make room for a successor, which is planned next. */
  readonly handedOver: AtPlace<InstanceId, ReplacedInstance>;
  /** Objects that were refreshed in this walk, by their ids, whatever their place. */
  readonly refreshed: Set<string>;
  /** Instances of objects that were created in this walk: what they succeed is not waited for any more. */
  readonly created: AtPlace<InstanceId, true>;
  /** Invocations of actions that are under way, whatever their place: one that acts on the same waits for its end. */
  readonly invocations: Set<Invocation>;
}

/** An invocation of an action that is under way. */
export interface Invocation {
  /** Keys of instances (`idKey`), or an engine. */
  readonly subjects: ReadonlySet<string>;
  readonly ended: Promise<void>;
}

/** The reservations of a process, by place: one instance may be told by a project's id here and by its name there. */
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

/** What is noted of one place, and of each that may be the same. Two spellings of an id are one instance. */
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
  if (taken.length === 0) for (const { id } of own) claimed.set(id, true);
  return taken;
}

/** Gives back what an action has claimed: it is over, and something later in the same apply may act on the same. */
export function release({ claimed }: Reservations, due: readonly Reserved[]): void {
  for (const { id, verb } of due) if (verb !== "verify") claimed.delete(id);
}
