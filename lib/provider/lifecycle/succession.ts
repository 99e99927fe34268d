import type { ActionRecord } from "../../domain/action-record";
import { idKey, type InstanceId } from "../../domain/instance";
import type { Entry } from "../../domain/ledger/entry";
import type { Wanted } from "../../domain/ledger/judge";
import { respelled, type Spelling, spellingOf } from "../../domain/ledger/spelling";
import { encodeDigests } from "../../domain/ledger/stored";
import type { PrivateData, SeenObject } from "../../framework/resource";
import type { Memory, Owner, ReplacedInstance, SeenInstance } from "../runs/memory";
import { type ProviderData, readyData } from "../connection/service";
import { declaredIn, decodeObserved, decodeRows, isDesired, type LifecycleState, type ObservedEntry } from "./model";
import { decodePrivate, ledgerOf, type PrivateContent } from "./private-data";

/**
 * The object that a creation succeeds, and the way by which its ledger arrives. Terraform plans the successor of a tainted or replaced
 * object without mentioning the predecessor.
 *
 *  S1  An object that the user wants replaced: its private data comes with the plan and names it.
 *  S2  An object whose creation failed: it has no `id`. The resource that declares one of its instances succeeds it.
 *  S3  An object that is destroyed with the private data of a creation: the creation of the same mark succeeds it.
 *  S4  An object that an earlier command destroyed in this way without making its successor: the next creation that declares its instances
 *      succeeds it. If state holds another object that declares an instance, the kept ledger of that instance does not count and is
 *      dropped.
 *
 * | situation                          | state arrives by        | private data arrives by                           |
 * | ---------------------------------- | ----------------------- | ------------------------------------------------- |
 * | plan, -replace (S1)                | upgrade in this process | the planned private data of the first plan        |
 * | plan, tainted (S2)                 | upgrade in this process | the refresh in this process                       |
 * | plan, tainted, -refresh=false (S2) | upgrade in this process | the file on disk, kept by the creation or a plan  |
 * | apply, destroyed first (S3)        | the destroy call        | the destroy call: the creation's planned data     |
 * | apply, created first (S3)          | the file on disk        | the file on disk, kept by the plan with its mark  |
 * | later command (S4)                 | the file on disk        | the file on disk, kept by the destroy call        |
 *
 * No other object is succeeded: not one that is removed, renamed without `moved` or forgotten while another resource declares its
 * instances, nor one that was tainted by hand, because Terraform shows those to this process in any order. Their journal rows still hold
 * calls back (E5 of the ledger).
 */
export interface KnownInstance {
  readonly entry: Entry | "undecided";
  /** The last record in state. */
  readonly last: ActionRecord | undefined;
  readonly observed: SeenInstance | undefined;
}

type Predecessor = SeenObject<LifecycleState>;

export interface Succession {
  readonly known: ReadonlyMap<InstanceId, KnownInstance>;
  /** The existing objects that a creation may succeed. */
  readonly predecessors: readonly Predecessor[];
  /** Instances that an object declares which is not succeeded, and has an `id`; without those of a succeeded object. */
  readonly elsewhere: ReadonlySet<InstanceId>;
  /** The mark of the creation, if all of it is known. */
  readonly mark: string | undefined;
  /** The creation does not succeed an object, regardless of unknown values. */
  readonly isFresh: boolean;
}

interface CreationRequest {
  readonly wanted: readonly Wanted[];
  /** Every instance is known completely. */
  readonly isDecided: boolean;
  readonly private: PrivateData | undefined;
  readonly seen: readonly Predecessor[];
  readonly provider: ProviderData;
}

/** The starting point of a creation. */
export function successionOf({ wanted, isDecided, private: priv, seen, provider }: CreationRequest): Succession {
  const { object } = decodePrivate(priv);
  const ids = new Set(wanted.flatMap(({ id }) => (id === undefined ? [] : [id])));
  const spell = spellingOf(ids);
  const isSucceeded = (state: LifecycleState): boolean =>
    (object === undefined ? state.id === null : state.id === object) && provider.compare(state) !== "other";
  const possible = seen.filter(({ state }) => isSucceeded(state));
  const predecessors = isDecided
    ? possible.filter(({ state }) => object !== undefined || declaredIn(state).some(({ id }) => ids.has(spell(id))))
    : possible;
  const mark = isDecided ? markOf(wanted, provider.memory.digest) : undefined;
  const handedOver = readyData(provider)?.reservations.handedOver;
  const kept = respelled(provider.memory.replacedInstances.load(), spell);
  // For most creations nothing was kept.
  const others = kept.size === 0 ? new Set<InstanceId>() : declaredElsewhere(seen, predecessors, spell);
  const elsewhere = new Set([...others].filter((id) => handedOver?.has(id) !== true));
  const left = new Map([...kept].filter(([id]) => !elsewhere.has(id)));
  const known = new Map<InstanceId, KnownInstance>();
  for (const each of predecessors) {
    const content = object === undefined ? decodePrivate(each.private) : decodePrivate(priv);
    for (const [id, instance] of respelled(knownIn(each.state, content, provider.memory.digest), spell)) {
      const own = each.private === undefined ? keptOfTainted(left.get(id), instance) : undefined;
      if (isDecided || ids.has(id)) known.set(id, handedOver?.get(id) ?? own ?? instance);
    }
  }
  for (const id of ids) {
    const found = handedOver?.get(id) ?? (predecessors.length === 0 ? left.get(id) : undefined);
    if (found === undefined || known.has(id)) continue;
    const use = useOf(found, mark, handedOver?.has(id) === true);
    if (use === "all") known.set(id, found);
    if (use === "undecided") known.set(id, { entry: "undecided", last: undefined, observed: undefined });
  }
  return {
    known,
    predecessors,
    elsewhere,
    mark,
    isFresh: possible.length === 0 && left.size === 0 && handedOver?.isEmpty() !== false,
  };
}

/** S4: the instances of objects that state holds, and the creation does not succeed: tainted by hand, or not saved as destroyed. */
function declaredElsewhere(
  seen: readonly Predecessor[],
  predecessors: readonly Predecessor[],
  spell: Spelling,
): ReadonlySet<InstanceId> {
  const declaredBy = (objects: readonly Predecessor[]): readonly InstanceId[] =>
    objects.flatMap(({ state }) => declaredIn(state).map(({ id }) => spell(id)));
  const own = new Set(declaredBy(predecessors));
  const others = seen.filter((each) => each.state.id !== null && !predecessors.includes(each));
  return new Set(declaredBy(others).filter((id) => !own.has(id)));
}

/** The mark under which a failed creation keeps its own ledger. A creation never has this mark. */
const ofTainted = "";

/**
 * The knowledge that a failed creation, or a later plan of its successor, has kept, if state shows no later action. The observed status is
 * that of state, because a plan without a refresh is based on it.
 */
function keptOfTainted(kept: ReplacedInstance | undefined, known: KnownInstance): KnownInstance | undefined {
  const { last, observed } = known;
  if (kept === undefined || kept.destroyed) return undefined;
  const isSame = kept.last?.finishedAt === last?.finishedAt && kept.last?.result === last?.result;
  return isSame ? { entry: kept.entry, last, observed } : undefined;
}

/** S3, S4: whether a kept ledger counts for a creation with this mark. */
function useOf(left: ReplacedInstance, mark: string | undefined, isHandedOver: boolean): "all" | "none" | "undecided" {
  if (left.destroyed && !isHandedOver) return "all";
  if (left.successor === undefined) return "all";
  if (left.successor === ofTainted) return "none";
  if (mark === undefined) return "undecided";
  return left.successor === mark ? "all" : "none";
}

/** The known instances of an object. */
export function knownIn(
  state: LifecycleState,
  content: PrivateContent,
  digest: Memory["digest"],
): ReadonlyMap<InstanceId, KnownInstance & { readonly entry: Entry }> {
  const rows = decodeRows(state, digest);
  const observed = decodeObserved(state);
  const ledger = ledgerOf(rows, content);
  return new Map(
    [...ledger].map(([id, entry]) => [id, { entry, last: rows.get(id)?.last, observed: seenOf(observed.get(id)) }]),
  );
}

function seenOf(entry: ObservedEntry | undefined): SeenInstance | undefined {
  if (entry == null || entry.status === null) return undefined;
  return { name: entry.name, engine: entry.engine, status: entry.status };
}

/** The mark of a creation whose declaration is completely known: its digest. */
function markOf(wanted: readonly Wanted[], digest: Memory["digest"]): string {
  const declared = wanted
    .filter(isDesired)
    .map(({ id, state, triggers }) =>
      JSON.stringify([idKey(id), state, Object.entries(encodeDigests(triggers)).sort()]),
    );
  return digest(JSON.stringify(declared.sort()));
}

/** The owners of an object's journal rows: its `id` or, for the object of a failed creation, which has none, its declared instances. */
export function ownersOf(state: LifecycleState): readonly Owner[] {
  if (state.id !== null) return [{ kind: "object", id: state.id }];
  return declaredIn(state).map(({ id }) => ({ kind: "creation", instance: id }));
}

/** The owners whose rows a creation continues: itself and the objects that it succeeds. */
export function ownersOfCreation(succession: Succession | undefined, ids: readonly InstanceId[]): readonly Owner[] {
  const { mark, predecessors = [] } = succession ?? {};
  const own = (mark === undefined ? [] : ids).map((instance): Owner => ({ kind: "creation", instance }));
  return [...own, ...predecessors.flatMap(({ state }) => ownersOf(state))];
}

/** S3: keeps in the plan the ledger of an object that may be destroyed after its successor is created. */
export function keepForSuccessor(
  { known, predecessors, elsewhere }: Succession,
  mark: string | undefined,
  provider: ProviderData,
): void {
  const { memory } = provider;
  if (elsewhere.size > 0) memory.replacedInstances.forget([...elsewhere]);
  // An instance of a destroyed object is not kept again: it stays marked as destroyed, for the next creation that declares it (S4).
  const handedOver = readyData(provider)?.reservations.handedOver;
  const ids = new Set(predecessors.flatMap(({ state }) => declaredIn(state).map(({ id }) => idKey(id))));
  const kept = new Map<InstanceId, ReplacedInstance>();
  for (const [id, { entry, ...more }] of known) {
    if (entry !== "undecided" && ids.has(idKey(id)) && handedOver?.has(id) !== true)
      kept.set(id, { ...more, entry, successor: mark, destroyed: false });
  }
  if (kept.size > 0) memory.replacedInstances.keep(kept);
}

/** S3: keeps the ledger of a destroyed object for the creation whose planned private data this is. */
export function makeRoom(state: LifecycleState, plannedPrivate: PrivateData | undefined, provider: ProviderData): void {
  const stored = decodePrivate(plannedPrivate);
  const { memory } = provider;
  const reservations = readyData(provider)?.reservations;
  // A successor that exists already keeps its own entries.
  const isCreated = (id: InstanceId): boolean => reservations?.created.has(id) === true;
  if (!stored.creation || !stored.succeeds) {
    memory.replacedInstances.forget(declaredIn(state).flatMap(({ id }) => (isCreated(id) ? [] : [id])));
    return;
  }
  const left = new Map<InstanceId, ReplacedInstance>();
  for (const [id, known] of knownIn(state, stored, memory.digest)) {
    if (!isCreated(id)) left.set(id, { ...known, successor: stored.successor, destroyed: true });
  }
  for (const [id, instance] of left) reservations?.handedOver.set(id, instance);
  memory.replacedInstances.keep(left);
}

interface AppliedObject {
  readonly state: LifecycleState;
  readonly private?: PrivateData | undefined;
}

/** S2: if the creation failed, Terraform shows the private data again only with a refresh, so its ledger is kept here too. */
export function keepWithoutId({ state, private: priv }: AppliedObject, { memory }: ProviderData): void {
  if (state.id !== null) return;
  const known = knownIn(state, decodePrivate(priv), memory.digest);
  const own = { successor: ofTainted, destroyed: false };
  memory.replacedInstances.keep(new Map([...known].map(([id, instance]) => [id, { ...instance, ...own }])));
}

/**
 * Drops the ledgers that were kept for an object, because its own state and private data now contain them. Entries that it does not declare
 * end with its predecessor.
 */
export function takenOver({ state }: AppliedObject, mark: string | undefined, provider: ProviderData): void {
  const ids = new Set(declaredIn(state).map(({ id }) => id));
  const spell = spellingOf(ids);
  const { replacedInstances } = provider.memory;
  const left = [...replacedInstances.load()];
  replacedInstances.forget(
    left.flatMap(([id, { successor }]) => (ids.has(spell(id)) || successor === mark ? [id] : [])),
  );
  const reservations = readyData(provider)?.reservations;
  for (const id of ids) {
    reservations?.created.set(id, true);
    reservations?.handedOver.delete(id);
  }
}
