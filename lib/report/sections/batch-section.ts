import { decodeEntries, describeEntry, sortRows } from "./action-entry";
import { asObject, asText, entriesOf } from "../terraform/json-value";
import type { BatchSection, Own } from "../report";
import { findRuns } from "./runs";
import type { ResourceView } from "../terraform/terraform-json";

/** The section of a `terraform_data` whose output is a map of result records. One without a record so far looks the same as any other. */
export function batchSection({ recorded, planned }: ResourceView): Own<BatchSection> | undefined {
  const results = recorded?.["output"];
  const values = entriesOf(results);
  if (values.length === 0 || !values.every(([, value]) => isRecord(value))) return undefined;
  const entries = decodeEntries(results);
  const rows = entries.map((entry) => ({
    ...describeEntry(entry),
    isUnfinished: entry.result !== "success",
    isDeclared: true,
  }));
  return { kind: "batch", rows: sortRows(rows), isDue: planned?.isReplaced === true, runs: findRuns(entries) };
}

function isRecord(value: unknown): boolean {
  const { instance_id, action, result } = asObject(value) ?? {};
  const texts = [instance_id, action, result];
  return texts.every((text) => typeof text === "string") && ["restart", "delete"].includes(asText(action));
}
