import type { Type } from "./schema";

type Types = Readonly<Record<string, Type>>;

const known = new WeakMap<Types, readonly (readonly [string, Type])[]>();

/** The attributes of an object type with their types, listed once for the thousands of objects that have it. */
export function typeEntries(types: Types): readonly (readonly [string, Type])[] {
  const present = known.get(types);
  if (present !== undefined) return present;
  const entries = Object.entries(types);
  known.set(types, entries);
  return entries;
}
