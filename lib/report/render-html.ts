import { escapeHtml } from "./escape-html";
import { htmlStyle } from "./html-style";
import { cell, rowHead, table } from "./html-table";
import { renderTimelines } from "./html-timeline";
import { pendingBesides } from "./purge-section";
import type { DueAction, LifecycleSection, NamedInstance, PurgeSection, Report, Row, Section } from "./report";
import * as words from "./report-words";

/** A report as one complete HTML page, without scripts, fonts or pictures from elsewhere. */
export function renderHtml(report: Report, title: string = words.defaultTitle): string {
  const body =
    report.sections.length === 0 ? [paragraph(words.nothingFound)] : report.sections.map((each) => renderSection(each));
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${htmlStyle}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<h1>${escapeHtml(title)}</h1>`,
    paragraph(words.describeTotals(report)),
    ...body,
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function renderSection(section: Section): string {
  return [
    "<section>",
    `<h2>${escapeHtml(section.address)}</h2>`,
    `<p class="kind">${escapeHtml(words.describeKind(section))}</p>`,
    ...(section.isForgotten ? [paragraph(words.forgotten)] : []),
    ...said(words.describeDue(section)),
    ...renderContent(section),
    "</section>",
  ].join("\n");
}

function renderContent(section: Section): readonly string[] {
  switch (section.kind) {
    case "lifecycle":
      return [
        ...renderDue(section),
        ...said(words.describeDeclaration(section)),
        ...renderRows(section.rows),
        ...renderTimelines(section.runs),
      ];
    case "batch":
      return [...renderRows(section.rows), ...renderTimelines(section.runs)];
    case "purge":
      return renderPurge(section);
  }
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

function renderRows(rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (row: Row): readonly string[] => {
    const [name = "", instanceId = "", action = "", result = "", ...rest] = words.rowCells(row);
    const head = [rowHead(name), cell(instanceId, "id"), cell(action), cell(result, words.toneOf(row))];
    return [...head, ...rest.map((text) => cell(text))];
  };
  return [table("The last action on each instance, unfinished ones first", words.rowHeadings, rows.map(line))];
}

function renderPurge(section: PurgeSection): readonly string[] {
  const due = section.due.kind === "known" ? section.due.instances : [];
  return [
    ...renderFailed("Failed creations that the plan removes", due),
    paragraph(words.describePurged(section)),
    ...renderFailed("Failed creations", pendingBesides(section)),
    ...said(words.describeNoneLeft(section)),
  ];
}

function renderFailed(caption: string, instances: readonly NamedInstance[]): readonly string[] {
  if (instances.length === 0) return [];
  const line = ({ name, instanceId }: NamedInstance): readonly string[] => [rowHead(name), cell(instanceId, "id")];
  return [table(caption, words.failedHeadings, instances.map(line))];
}

/** A sentence as a paragraph; empty without a sentence. */
function said(sentence: string | undefined): readonly string[] {
  return sentence === undefined ? [] : [paragraph(sentence)];
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}
