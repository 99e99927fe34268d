import { escapeMarkdown } from "./escapes";
import { pendingBesides } from "../sections/purge-section";
import type {
  DueAction,
  LifecycleSection,
  NamedInstance,
  PurgeSection,
  Report,
  Row,
  Run,
  Section,
  Wave,
} from "../report";
import * as words from "./report-words";
import { describeRun, describeRunHeading, describeWave, severalRuns } from "./report-words";
import { renderParts } from "./section-parts";

/** A report in GitHub's Markdown. Ends with a line break. */
export function renderMarkdown(report: Report, title: string = words.defaultTitle): string {
  const sections = report.sections.flatMap(renderSection);
  const body = report.sections.length === 0 ? [words.nothingFound] : sections;
  return [`# ${escapeMarkdown(title)}`, words.describeTotals(report), ...body].join("\n\n") + "\n";
}

/** Blocks of a section. */
function renderSection(section: Section): readonly string[] {
  return [
    `## ${escapeMarkdown(section.address)}`,
    `${escapeMarkdown(words.describeKind(section))}.`,
    ...renderParts(section, parts),
  ];
}

const parts = { said, due: renderDue, rows: renderRows, runs: renderRuns, purge: renderPurge };

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

function renderRows(rows: readonly Row[]): readonly string[] {
  return rows.length === 0 ? [] : [table(words.rowHeadings, rows.map(words.rowCells))];
}

function renderPurge(section: PurgeSection): readonly string[] {
  const due = section.due.kind === "known" ? section.due.instances : [];
  const pending = pendingBesides(section);
  return [
    ...(due.length === 0 ? [] : [renderFailed(due)]),
    escapeMarkdown(words.describePurged(section)),
    ...(pending.length === 0 ? [] : ["Failed creations:", renderFailed(pending)]),
    ...said(words.describeNoneLeft(section)),
  ];
}

function renderFailed(instances: readonly NamedInstance[]): string {
  return table(
    words.failedHeadings,
    instances.map(({ name, instanceId }) => [name, instanceId]),
  );
}

/** Each run as text bars, one per wave, all on the scale of the run. */
function renderRuns(runs: readonly Run[]): readonly string[] {
  return [
    ...(runs.length > 1 ? [severalRuns] : []),
    ...runs.flatMap((run) => {
      const lines = run.waves.map((wave) => `${bar(wave, run.tookMs)}  ${describeWave(wave, run, runs.length)}`);
      return [
        `### ${describeRunHeading(run, runs.length)}`,
        escapeMarkdown(describeRun(run, runs.length)),
        ["```text", ...lines, "```"].join("\n"),
      ];
    }),
  ];
}

/** A sentence as a block; empty without a sentence. */
function said(sentence: string | undefined): readonly string[] {
  return sentence === undefined ? [] : [sentence];
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
