import { canonicalText } from "./equality";
import { impliedType } from "./implied-type";
import type { Asked, SeenObject } from "./resource";
import type { Schema } from "./schema";
import type { ObjectValue } from "./value";

interface Entry {
  /** `undefined` once a read found the object gone. */
  newest: ObjectValue | undefined;
  asked: Asked;
}

/**
 * The objects of one resource type that this process has been shown, one entry per object. Terraform gives objects no
 * identity, so every value an object is known to have had leads to its entry: state that is shown a second time, also in an
 * older form than the last one read, does not count as another object.
 */
export class SeenStates {
  private readonly byValue = new Map<string, Entry>();
  private readonly objects: Entry[] = [];

  constructor(private readonly schema: Schema) {}

  /** Each object that is still there, with its newest value, in the order they were first seen. */
  objectsSeen(): readonly SeenObject<ObjectValue>[] {
    return this.objects.flatMap(({ newest, asked }) => (newest === undefined ? [] : [{ state: newest, asked }]));
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

  /** Notes what Terraform asks for an object itself. */
  ask(state: ObjectValue, asked: Asked): void {
    this.entryOf(state).asked = asked;
  }

  private entryOf(state: ObjectValue): Entry {
    const key = this.keyOf(state);
    const known = this.byValue.get(key);
    if (known !== undefined) return known;
    const entry: Entry = { newest: state, asked: "nothing" };
    this.objects.push(entry);
    this.byValue.set(key, entry);
    return entry;
  }

  private keyOf(state: ObjectValue): string {
    return canonicalText(impliedType(this.schema.attributes), state);
  }
}
