import { canonicalText } from "./equality";
import { impliedType } from "./implied-type";
import type { Schema } from "./schema";
import type { ObjectValue } from "./value";

interface SeenObject {
  /** `undefined` once a read found the object gone. */
  newest: ObjectValue | undefined;
}

/**
 * The objects of one resource type that this process has been shown, one entry per object. Terraform gives objects no
 * identity, so every value an object is known to have had leads to its entry: state that is shown a second time, also in an
 * older form than the last one read, does not count as another object.
 */
export class SeenStates {
  private readonly byValue = new Map<string, SeenObject>();
  private readonly objects: SeenObject[] = [];

  constructor(private readonly schema: Schema) {}

  /** Newest value of each object that is still there, in the order they were first seen. */
  values(): readonly ObjectValue[] {
    return this.objects.flatMap(({ newest }) => (newest === undefined ? [] : [newest]));
  }

  /** Notes an object as state holds it. */
  add(state: ObjectValue): void {
    this.entryOf(state);
  }

  /** Notes that the object which was `before` is now `after`; `undefined` when it is gone. */
  replace(before: ObjectValue, after: ObjectValue | undefined): void {
    const entry = this.entryOf(before);
    entry.newest = after;
    if (after !== undefined) this.byValue.set(this.keyOf(after), entry);
  }

  private entryOf(state: ObjectValue): SeenObject {
    const key = this.keyOf(state);
    const known = this.byValue.get(key);
    if (known !== undefined) return known;
    const entry: SeenObject = { newest: state };
    this.objects.push(entry);
    this.byValue.set(key, entry);
    return entry;
  }

  private keyOf(state: ObjectValue): string {
    return canonicalText(impliedType(this.schema.attributes), state);
  }
}
