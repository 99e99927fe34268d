import type { ActionRecord } from "../../domain/record";
import type { TriggerDigests } from "../../provider/memory";

/** Changes with every change of what is stored; files of another format are passed over. */
export const storedFormat = 1;

const texts = [
  "instanceId",
  "status",
  "reason",
  "errorCode",
  "message",
  "requestId",
  "submittedAt",
  "leftAt",
  "finishedAt",
] as const satisfies readonly (keyof ActionRecord)[];

type Stored = Readonly<Record<string, unknown>>;

/** Reads back a record; throws for anything else. */
export function decodeRecord(value: unknown): ActionRecord {
  const stored = objectOf(value, "a record");
  for (const name of texts) expect(typeof stored[name] === "string", name);
  expect(stored["action"] === "restart" || stored["action"] === "delete", "action");
  expect(["success", "failed", "unknown", "not_started"].includes(stored["result"] as string), "result");
  expect(typeof stored["accepted"] === "boolean", "accepted");
  expect(Number.isInteger(stored["wave"]), "wave");
  return value as ActionRecord;
}

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

/** Throws for anything but an object. */
export function objectOf(value: unknown, what: string): Stored {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`${what} is not an object`);
  return value as Stored;
}

function expect(holds: boolean, name: string): void {
  if (!holds) throw new Error(`a record's ${name} is not what it should be`);
}
