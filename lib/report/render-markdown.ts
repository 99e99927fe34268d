import { escapeMarkdown } from "./escape-markdown";
import type { DueAction, LifecycleSection, PurgeSection, Report, Run, Section, Wave } from "./report";
import * as words from "./report-words";

/** A report in GitHub's Markdown. Ends with a line break. Pure. */
export function renderMarkdown(report: Report): string {
  const sections = report.sections.flatMap(renderSection);
  const body = report.sections.length === 0 ? [words.nothingFound] : sections;
  return [`# ${words.title}`, words.describeTotals(report), ...body].join("\n\n") + "\n";
}

/** Blocks of a section. */
function renderSection(section: Section): readonly string[] {
  const due = words.describeDue(section);
  return [
    `## ${escapeMarkdown(section.address)}`,
    `${escapeMarkdown(words.describeKind(section))}.`,
    ...(section.isForgotten ? [words.forgotten] : []),
    ...(due === undefined ? [] : [due]),
    ...(section.kind === "lifecycle" ? renderDue(section) : []),
    ...(section.kind === "purge" ? renderPurge(section) : [renderRows(section), ...section.runs.flatMap(renderRun)]),
  ];
}

function renderDue({ due }: LifecycleSection): readonly string[] {
  if (due.kind !== "known") return [];
  const cells = ({ wave, name, instanceId, action, reason }: DueAction) => [
    String(wave),
    name,
    instanceId,
    action,
    reason,
  ];
  return [table(words.dueHeadings, due.actions.map(cells))];
}

function renderRows({ rows }: Exclude<Section, PurgeSection>): string {
  return rows.length === 0 ? "No instance is declared." : table(words.rowHeadings, rows.map(words.rowCells));
}

function renderPurge(section: PurgeSection): readonly string[] {
  const cells = section.pending.map(({ name, instanceId }) => [name, instanceId]);
  return [
    escapeMarkdown(words.describePurged(section)),
    ...(cells.length === 0
      ? ["No failed creation is left."]
      : ["Failed creations:", table(words.failedHeadings, cells)]),
  ];
}

/** A run as text bars, one per wave, all on the scale of the run. */
function renderRun(run: Run): readonly string[] {
  const lines = run.waves.map((wave) => `${bar(wave, run.tookMs)}  ${words.describeWave(wave)}`);
  return [escapeMarkdown(words.describeRun(run)), ["```text", ...lines, "```"].join("\n")];
}

const barWidth = 32;

function bar({ fromMs, toMs }: Wave, runMs: number): string {
  const column = (ms: number): number => (runMs === 0 ? 0 : Math.round((ms / runMs) * barWidth));
  const from = Math.min(column(fromMs), barWidth - 1);
  const to = Math.max(column(toMs), from + 1);
  return "·".repeat(from) + "█".repeat(to - from) + "·".repeat(barWidth - to);
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map((row) => line(row.map(escapeMarkdown)))].join(
    "\n",
  );
}
