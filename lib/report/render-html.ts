import { escapeHtml } from "./escape-html";
import { htmlStyle } from "./html-style";
import { renderTimeline } from "./html-timeline";
import type { DueAction, LifecycleSection, NamedInstance, PurgeSection, Report, Row, Section } from "./report";
import * as words from "./report-words";

/** A report as one HTML page that needs nothing else: no script, no font, no picture from anywhere. Pure. */
export function renderHtml(report: Report): string {
  const body =
    report.sections.length === 0 ? [paragraph(words.nothingFound)] : report.sections.map((each) => renderSection(each));
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(words.title)}</title>`,
    `<style>${htmlStyle}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<h1>${escapeHtml(words.title)}</h1>`,
    paragraph(words.describeTotals(report)),
    ...body,
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function renderSection(section: Section): string {
  const due = words.describeDue(section);
  return [
    "<section>",
    `<h2>${escapeHtml(section.address)}</h2>`,
    `<p class="kind">${escapeHtml(words.describeKind(section))}</p>`,
    ...(section.isForgotten ? [paragraph(words.forgotten)] : []),
    ...(due === undefined ? [] : [paragraph(due)]),
    ...(section.kind === "lifecycle" ? renderDue(section) : []),
    ...(section.kind === "purge" ? renderPurge(section) : [renderRows(section), ...section.runs.map(renderTimeline)]),
    "</section>",
  ].join("\n");
}

function renderDue({ due }: LifecycleSection): readonly string[] {
  if (due.kind !== "known") return [];
  const line = ({ wave, name, instanceId, action, reason }: DueAction): readonly string[] => [
    cell(String(wave)),
    rowHead(name),
    cell(instanceId, "id"),
    cell(action),
    cell(reason),
  ];
  return [table("Due actions, in execution order", words.dueHeadings, due.actions.map(line))];
}

function renderRows({ rows }: Exclude<Section, PurgeSection>): string {
  if (rows.length === 0) return paragraph("No instance is declared.");
  const line = (row: Row): readonly string[] => {
    const [name = "", instanceId = "", action = "", result = "", ...rest] = words.rowCells(row);
    const head = [rowHead(name), cell(instanceId, "id"), cell(action), cell(result, words.toneOf(row))];
    return [...head, ...rest.map((text) => cell(text))];
  };
  return table("The last action on each instance, unfinished ones first", words.rowHeadings, rows.map(line));
}

function renderPurge(section: PurgeSection): readonly string[] {
  const line = ({ name, instanceId }: NamedInstance): readonly string[] => [rowHead(name), cell(instanceId, "id")];
  return [
    paragraph(words.describePurged(section)),
    section.pending.length === 0
      ? paragraph("No failed creation is left.")
      : table("Failed creations", words.failedHeadings, section.pending.map(line)),
  ];
}

function table(caption: string, headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = headings.map((heading) => `<th scope="col">${escapeHtml(heading)}</th>`).join("");
  return [
    '<div class="scroll" role="region" tabindex="0" aria-label="' + escapeHtml(caption) + '">',
    "<table>",
    `<caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    "<tbody>",
    ...rows.map((cells) => `<tr>${cells.join("")}</tr>`),
    "</tbody>",
    "</table>",
    "</div>",
  ].join("\n");
}

/* `kind` is one of this page's own class names. */
function cell(text: string, kind?: "id" | words.Tone): string {
  return `<td${kind === undefined ? "" : ` class="${kind}"`}>${escapeHtml(text)}</td>`;
}

function rowHead(text: string): string {
  return `<th scope="row">${escapeHtml(text)}</th>`;
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}
