import { asNumber, asObject, asText, asTime, entriesOf } from "../terraform/json-value";
import type { NamedInstance, Row } from "../report";

/** A result record of state, decoded. */
export interface ActionEntry extends NamedInstance {
  readonly action: string;
  readonly result: string;
  readonly status: string;
  readonly reason: string;
  readonly wave: number;
  readonly submittedMs: number | undefined;
  readonly finishedMs: number | undefined;
}

/** The records of a `results` map, by name. Values that are not records are left out. */
export function decodeEntries(results: unknown): readonly ActionEntry[] {
  return entriesOf(results).flatMap(([name, value]) => {
    const record = asObject(value);
    return record === undefined ? [] : [decodeEntry(name, record)];
  });
}

function decodeEntry(name: string, record: Readonly<Record<string, unknown>>): ActionEntry {
  const said = [asText(record["error_code"]), asText(record["message"])].filter((part) => part !== "").join(": ");
  return {
    name,
    instanceId: asText(record["instance_id"]),
    action: asText(record["action"]),
    result: asText(record["result"]),
    status: asText(record["status"]),
    reason: [asText(record["reason"]), said].filter((part) => part !== "").join("; "),
    wave: asNumber(record["wave"]) ?? 0,
    submittedMs: asTime(record["submitted_at"]),
    finishedMs: asTime(record["finished_at"]),
  };
}

/** The part of a row that comes from a record. */
export function describeEntry(entry: ActionEntry): Omit<Row, "isUnfinished" | "isDeclared"> {
  const { name, instanceId, action, result, status, reason, submittedMs, finishedMs } = entry;
  const isTimed = submittedMs !== undefined && finishedMs !== undefined;
  const tookMs = isTimed ? Math.max(0, finishedMs - submittedMs) : null;
  return { name, instanceId, action, result, status, tookMs, reason };
}

/** Unfinished ones first, then by name. */
export function sortRows(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort(
    (a, b) => Number(b.isUnfinished) - Number(a.isUnfinished) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
}

/** The name and id of an instance in lists and records of the provider; empty strings for missing ones. */
export function namedInstance(value: unknown): NamedInstance {
  const { name, instance_id } = asObject(value) ?? {};
  return { name: asText(name), instanceId: asText(instance_id) };
}
