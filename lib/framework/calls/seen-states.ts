import { attributeOf, equalValues } from "../values/equality";
import { impliedType, type Schema, type Type } from "../values/schema";
import { canonicalNumber } from "../values/number";
import type { PrivateData, SeenObject } from "../resource";
import { isMap, isNumber, type ObjectValue, type Value } from "../values/value";

interface Entry {
  /** The newest value; `undefined` once a read found the object gone. */
  newest: ObjectValue | undefined;
  private: PrivateData | undefined;
}

/** A value that leads to an object. */
interface Known {
  /** The last of equal values, because the next one is often the same object. */
  value: ObjectValue;
  readonly entry: Entry;
}

/**
 * The objects of one resource type that this process has seen, one entry per object. Terraform gives objects no identity, so every known
 * value of an object leads to its entry: state that comes a second time, also in an older form than the last one read, does not count as
 * another object.
 */
export class SeenStates {
  /** Values with the same outline, usually one. */
  private readonly byOutline = new Map<string, Known[]>();
  private readonly objects: Entry[] = [];
  private readonly names: readonly string[];
  private readonly type: Type;

  constructor({ attributes }: Pick<Schema, "attributes">) {
    this.type = impliedType(attributes);
    this.names = Object.keys(attributes);
  }

  /** Each existing object with its newest value, in the order of the first sight. */
  objectsSeen(): readonly SeenObject<ObjectValue>[] {
    return this.objects.flatMap((entry) =>
      entry.newest === undefined ? [] : [{ state: entry.newest, private: entry.private }],
    );
  }

  /** Records an object in state. */
  add(state: ObjectValue): void {
    this.entryOf(state);
  }

  /** Records that the object with the value `before` now has `after` and private data; `undefined` if it is gone. */
  replace(before: ObjectValue, after: ObjectValue | undefined, priv: PrivateData | undefined): void {
    const entry = this.entryOf(before);
    entry.newest = after;
    entry.private = priv;
    if (after !== undefined) this.lead(after, entry);
  }

  private entryOf(state: ObjectValue): Entry {
    const known = this.find(state);
    if (known !== undefined) {
      known.value = state;
      return known.entry;
    }
    const entry: Entry = { newest: state, private: undefined };
    this.objects.push(entry);
    this.lead(state, entry);
    return entry;
  }

  /** Maps `value` to this object only. */
  private lead(value: ObjectValue, entry: Entry): void {
    const key = this.outlineOf(value);
    const others = (this.byOutline.get(key) ?? []).filter((known) => !this.isSame(known.value, value));
    this.byOutline.set(key, [...others, { value, entry }]);
  }

  private find(value: ObjectValue): Known | undefined {
    return this.byOutline.get(this.outlineOf(value))?.find((known) => this.isSame(known.value, value));
  }

  private isSame(a: ObjectValue, b: ObjectValue): boolean {
    return equalValues(this.type, a, b);
  }

  /** A short text, the same for equal values. It omits deep parts of a value, because a state may have many megabytes. */
  private outlineOf(value: ObjectValue): string {
    return this.names.map((name) => outline(attributeOf(value, name))).join();
  }
}

const maxText = 80;

function outline(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value.normalize("NFC").slice(0, maxText));
  if (isNumber(value)) return canonicalNumber(value);
  // The size of a list does not count: it may be a set, which can contain the same element twice.
  return isMap(value) ? `map of ${value.size}` : typeof value;
}
