import type { Announcement } from "./announcement";
import { describeCalls } from "./calls";
import type { Outputs } from "./cdktf";
import { formatTable, wrapText } from "../../batch/text-table";
import { visibleLine } from "../../domain/texts/visible-line";
import type { JournalEntry } from "../../emulator/journal/entry";

// The output of the demonstration. All functions are pure and return lines; the caller prints them.

const width = 110;

export function describeAnnouncement({ actions, purged, warnings }: Announcement): readonly string[] {
  const count = actions.length + purged.length;
  const rows = actions.map(({ wave, action, name, instance_id, reason }) => [
    String(wave),
    action,
    name,
    instance_id,
    reason,
  ]);
  const purges = purged.map(({ name, instance_id }) => ["-", "purge", name, instance_id, "its creation failed"]);
  const headings = ["wave", "action", "name", "instance", "reason"];
  return [
    count === 0 ? "The plan announces no action." : `The plan announces ${counted(count, "action")}:`,
    ...(count === 0 ? [] : indent(formatTable(headings, [...rows, ...purges]))),
    ...warnings.flatMap(({ summary, detail }) => [
      "",
      ...indentAfterFirst(wrapText(`Warning: ${summary}. ${detail}`, width)),
    ]),
  ];
}

export function describeOutputs({ results, unfinished, purged = [] }: Outputs): readonly string[] {
  const rows = Object.entries(results).map(([name, { action, result, status, submitted_at, finished_at, reason }]) => [
    name,
    action,
    result,
    status ?? "",
    describeTime(submitted_at, finished_at),
    reason ?? "",
  ]);
  const headings = ["name", "action", "result", "status", "took", "why"];
  return [
    rows.length === 0
      ? "Output results: none, no action has run yet."
      : "Output results, the last action per instance:",
    ...(rows.length === 0 ? [] : indent(formatTable(headings, rows))),
    visibleLine(`Output unfinished: ${unfinished.join(", ") || "none"}.`),
    ...(purged.length === 0 ? [] : [visibleLine(`Output purged: ${purged.map(({ name }) => name).join(", ")}.`)]),
  ];
}

export function describeJournal(journal: readonly JournalEntry[]): readonly string[] {
  return [`The emulator received ${counted(journal.length, "call")}:`, ...indent(describeCalls(journal))];
}

function describeTime(from: string | null, to: string | null): string {
  if (from === null || to === null) return "";
  return `${((Date.parse(to) - Date.parse(from)) / 1_000).toFixed(1)} s`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function indentAfterFirst([first = "", ...rest]: readonly string[]): readonly string[] {
  return [first, ...indent(rest)];
}
