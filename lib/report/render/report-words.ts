import { describeDuration } from "../../domain/duration";
import { pendingBesides } from "../sections/purge-section";
import type {
  DueActions,
  DueRemovals,
  LifecycleSection,
  PurgeSection,
  Report,
  Row,
  Run,
  Section,
  Wave,
} from "../report";

// The words of a report, the same in every format. They are not escaped yet. All pure.

export const rowHeadings = ["Name", "Instance", "Action", "Result", "Status", "Took", "Reason"] as const;
export const dueHeadings = ["Wave", "Name", "Instance", "Action", "Reason"] as const;
export const failedHeadings = ["Name", "Instance"] as const;

export const defaultTitle = "Run Report";

export function describeTotals({ kind, totals, sections }: Report): string {
  const found = `${counted(totals.instances, "instance")}, ${totals.unfinished} unfinished`;
  const counts = kind === "state" ? `State: ${found}.` : `Plan: ${found}, ${counted(totals.due, "action")} due.`;
  const undecided = sections.filter((each) => each.kind !== "batch" && each.due.kind === "undecided").length;
  const hidden = sections.filter((each) => each.kind === "lifecycle" && each.declaration === "hidden").length;
  return [
    counts,
    ...(undecided === 0 ? [] : [`The due actions of ${counted(undecided, "resource")} are known only at apply.`]),
    ...(hidden === 0 ? [] : [`The instances of ${counted(hidden, "resource")} are sensitive.`]),
  ].join(" ");
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

export const forgotten = "The plan removes this from state. Nothing is done to the instances.";

/** Cells of a row, in the order of `rowHeadings`. */
export function rowCells(row: Row): readonly string[] {
  const took = row.tookMs === null ? "" : describeDuration(row.tookMs);
  const reason = [...(row.isDeclared ? [] : ["no longer declared"]), ...(row.reason === "" ? [] : [row.reason])];
  return [row.name, row.instanceId, row.action || "none yet", describeResult(row), row.status, took, reason.join("; ")];
}

function describeResult({ result, isUnfinished }: Row): string {
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

/** A sentence about the declared instances if rows cannot show them; else `undefined`. */
export function describeDeclaration({ declaration, rows }: LifecycleSection): string | undefined {
  switch (declaration) {
    case "hidden":
      return "The declared instances are sensitive: names are hidden, except those of instances with a record.";
    case "undecided":
      return "The declared instances are not known yet.";
    case "known":
      return rows.length === 0 ? "No instance is declared." : undefined;
  }
}

/** The effect of a plan, as a sentence; `undefined` without one. */
export function describeDue(section: Section): string | undefined {
  switch (section.kind) {
    case "lifecycle":
      return describeDueActions(section.due);
    case "batch":
      return section.isDue ? "Due: the whole batch." : undefined;
    case "purge":
      return describeDueRemovals(section.due);
  }
}

function describeDueActions(due: DueActions): string | undefined {
  switch (due.kind) {
    case "none":
      return undefined;
    case "known":
      return `Due: ${counted(due.actions.length, "action")}.`;
    case "undecided":
      return "The due actions depend on values that are known only at apply.";
  }
}

function describeDueRemovals(due: DueRemovals): string | undefined {
  switch (due.kind) {
    case "none":
      return undefined;
    case "known":
      return due.instances.length === 0
        ? "Nothing is due: the plan found no failed creation."
        : `Due: the removal of ${counted(due.instances.length, "failed creation")}.`;
    case "undecided":
      return "Due: the plan could not read the instances, so the apply removes every failed creation that it finds.";
  }
}

export function describePurged({ purged, purgedAt }: PurgeSection): string {
  if (purgedAt === "") return "Nothing has been purged yet.";
  return `The last purge, at ${purgedAt}, removed ${counted(purged.length, "instance")}.`;
}

/** A sentence if no failed creation is left; `undefined` if one is left or the plan removes some. */
export function describeNoneLeft(section: PurgeSection): string | undefined {
  const isClean = section.due.kind === "none" && pendingBesides(section).length === 0;
  return isClean ? "No failed creation is left." : undefined;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

// The words about runs, the same in every format. They need no escaping. All pure.

/** The introduction of several runs. */
export const severalRuns =
  "Newest run first. State keeps only the last action on each instance: a run shows the instances whose last action it was.";

/** `of`: number of recorded runs, here and below. */
export function describeRunHeading(run: Run, of: number): string {
  if (of === 1) return "Last run";
  return `Run ${run.number} of ${of}${isNewest(run, of) ? ", the newest" : ""}`;
}

export function describeRun(run: Run, of: number): string {
  const started = isNewest(run, of) ? "Started" : "By the instances still in state: started";
  return `${started} ${run.startedAt}, took ${describeDuration(run.tookMs)}.`;
}

/** A wave in words. A later run may have taken members from any run except the newest. */
export function describeWave({ wave, members, successes, fromMs, toMs }: Wave, run: Run, of: number): string {
  const from = fromMs === 0 ? "0s" : describeDuration(fromMs);
  const proven = isNewest(run, of)
    ? `${successes} of ${members} proven`
    : `${successes} proven of ${members} still recorded`;
  return `wave ${wave}, from ${from} to ${describeDuration(toMs)}: ${proven}`;
}

function isNewest({ number }: Run, of: number): boolean {
  return number === of;
}
