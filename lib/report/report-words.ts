import { describeDuration } from "../domain/duration";
import type {
  BatchSection,
  DueActions,
  LifecycleSection,
  PurgeSection,
  Report,
  Row,
  Run,
  Section,
  Wave,
} from "./report";

/* The words of a report, the same in every format. Nothing here is escaped yet. All pure. */

export const rowHeadings = ["Name", "Instance", "Action", "Result", "Status", "Took", "Reason"] as const;
export const dueHeadings = ["Wave", "Name", "Instance", "Action", "Reason"] as const;
export const failedHeadings = ["Name", "Instance"] as const;

export const title = "Run Report";

export function describeTotals({ kind, totals }: Report): string {
  const found = `${counted(totals.instances, "instance")}, ${totals.unfinished} unfinished`;
  return kind === "state" ? `State: ${found}.` : `Plan: ${found}, ${counted(totals.due, "action")} due.`;
}

export const nothingFound = "There is no lifecycle, purge or portable batch in it.";

export function describeKind(section: Section): string {
  switch (section.kind) {
    case "lifecycle":
      return "Lifecycle";
    case "purge":
      return `Purge of failed ${section.engine} creations`;
    case "batch":
      return "Portable batch";
  }
}

export const forgotten = "The plan takes this out of state. Nothing is done to the instances.";

/** Cells of a row, in the order of `rowHeadings`. */
export function rowCells(row: Row): readonly string[] {
  const took = row.tookMs === null ? "" : describeDuration(row.tookMs);
  return [row.name, row.instanceId, row.action || "none yet", describeResult(row), row.status, took, row.reason];
}

export function describeResult({ result, isUnfinished }: Row): string {
  const words = result.replaceAll("_", " ");
  return isUnfinished ? `${words || "unknown"}, unfinished` : words;
}

/** Tone of a result, for colours; words say the same. */
export type Tone = "good" | "bad" | "open" | "none";

export function toneOf({ result, isUnfinished }: Row): Tone {
  if (result === "success") return isUnfinished ? "open" : "good";
  if (result === "failed") return "bad";
  return result === "" && !isUnfinished ? "none" : "open";
}

/** What a plan would do, as a sentence; `undefined` when there is nothing to say. */
export function describeDue(section: LifecycleSection | BatchSection | PurgeSection): string | undefined {
  switch (section.kind) {
    case "lifecycle":
      return describeDueActions(section.due);
    case "batch":
      return section.isDue ? "Due: the whole batch." : undefined;
    case "purge":
      return section.isDue ? "Due: every failed creation that the apply finds is removed." : undefined;
  }
}

function describeDueActions(due: DueActions): string | undefined {
  switch (due.kind) {
    case "none":
      return undefined;
    case "known":
      return `Due: ${counted(due.actions.length, "action")}.`;
    case "undecided":
      return "What is due depends on values that only the apply knows.";
  }
}

export function describeRun(run: Run): string {
  return `Started ${run.startedAt}, took ${describeDuration(run.tookMs)}.`;
}

export function describeWave({ wave, members, successes, fromMs, toMs }: Wave): string {
  const from = fromMs === 0 ? "0s" : describeDuration(fromMs);
  const proven = `${successes} of ${members} proven`;
  return `wave ${wave}, from ${from} to ${describeDuration(toMs)}: ${proven}`;
}

export function describePurged({ purged, purgedAt }: PurgeSection): string {
  if (purgedAt === "") return "Nothing has been purged yet.";
  return `The last purge, at ${purgedAt}, removed ${counted(purged.length, "instance")}.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
