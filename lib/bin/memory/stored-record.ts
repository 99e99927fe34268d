import { objectOf } from "../../provider/lifecycle/stored-record";
import type { TriggerDigests } from "../../provider/memory";

/** Changes with every change of what is stored; files of another format are passed over. */
export const storedFormat = 1;

type Stored = Readonly<Record<string, unknown>>;

/** Reads back digests; throws for anything else. */
export function decodeDigests(value: unknown): TriggerDigests {
  return new Map(
    Object.entries(objectOf(value, "triggers")).map(([name, digest]) => {
      if (typeof digest !== "string") throw new Error(`the digest of trigger ${JSON.stringify(name)} is not a text`);
      return [name, digest];
    }),
  );
}

/** Reads back a map whose values are objects; throws for anything else. */
export function decodeEntries<T>(value: unknown, decode: (entry: Stored) => T): ReadonlyMap<string, T> {
  const entries = Object.entries(objectOf(value, "instances"));
  return new Map(entries.map(([id, entry]) => [id, decode(objectOf(entry, `instances[${JSON.stringify(id)}]`))]));
}
