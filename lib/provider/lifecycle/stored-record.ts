import type { ActionRecord } from "../../domain/action-record";

/* Records kept as JSON beside Terraform's state. */

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

/** Throws for anything but an object. */
export function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`${what} is not an object`);
  return value as Readonly<Record<string, unknown>>;
}

function expect(holds: boolean, name: string): void {
  if (!holds) throw new Error(`a record's ${name} is not what it should be`);
}
