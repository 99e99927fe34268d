import type { PrivateData } from "../../../lib/framework/resource";
import type { ObjectValue } from "../../../lib/framework/values/value";

/** `type.name`. */
export type Address = string;

/** An object as Terraform keeps it. */
export interface StoredObject {
  readonly value: ObjectValue;
  /** The text of `value` in the state file. */
  readonly json: Uint8Array;
  readonly private: PrivateData | undefined;
  readonly tainted: boolean;
  readonly createBeforeDestroy: boolean;
}

/** The objects of one resource. `deposed`: by their keys, in the order in which they were put aside. */
export interface StoredResource {
  readonly current: StoredObject | undefined;
  readonly deposed: ReadonlyMap<string, StoredObject>;
}

/** Terraform's memory between commands; a resource without objects is not in it. */
export type State = ReadonlyMap<Address, StoredResource>;

/** One object of a resource: the current one (`deposed` absent) or one that was put aside. */
export interface Place {
  readonly address: Address;
  readonly deposed?: string;
}

export function objectAt(state: State, { address, deposed }: Place): StoredObject | undefined {
  const resource = state.get(address);
  return deposed === undefined ? resource?.current : resource?.deposed.get(deposed);
}

/** The state with another object, or without one, in one place. */
export function withObject(state: State, { address, deposed }: Place, object: StoredObject | undefined): State {
  const before = state.get(address) ?? { current: undefined, deposed: new Map<string, StoredObject>() };
  const after = deposed === undefined ? { ...before, current: object } : withDeposed(before, deposed, object);
  const next = new Map(state);
  if (after.current === undefined && after.deposed.size === 0) next.delete(address);
  else next.set(address, after);
  return next;
}

function withDeposed(resource: StoredResource, key: string, object: StoredObject | undefined): StoredResource {
  const deposed = new Map(resource.deposed);
  if (object === undefined) deposed.delete(key);
  else deposed.set(key, object);
  return { ...resource, deposed };
}

/** Whether the state file would be the same: the objects, their private data and marks. */
export function isSameState(a: State, b: State): boolean {
  if (a === b) return true;
  return sameMaps(a, b, (left, right) => {
    return sameObjects(left.current, right.current) && sameMaps(left.deposed, right.deposed, sameObjects);
  });
}

function sameMaps<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>, same: (a: T, b: T) => boolean): boolean {
  return (
    a.size === b.size &&
    [...a].every(([key, value]) => {
      const other = b.get(key);
      return other !== undefined && same(value, other);
    })
  );
}

function sameObjects(a: StoredObject | undefined, b: StoredObject | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.tainted === b.tainted &&
    a.createBeforeDestroy === b.createBeforeDestroy &&
    sameBytes(a.json, b.json) &&
    sameBytes(a.private ?? noBytes, b.private ?? noBytes)
  );
}

const noBytes = new Uint8Array();

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && a.every((byte, index) => byte === b[index]));
}
