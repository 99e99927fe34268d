import { escapeHtml } from "./escapes";
import { renderTimelines } from "./html-timeline";
import { pendingBesides } from "../sections/purge-section";
import type { DueAction, LifecycleSection, NamedInstance, PurgeSection, Report, Row, Section } from "../report";
import * as words from "./report-words";
import type { Tone } from "./report-words";
import { renderParts } from "./section-parts";

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
    ...renderParts(section, parts),
    "</section>",
  ].join("\n");
}

const parts = { said, due: renderDue, rows: renderRows, runs: renderTimelines, purge: renderPurge };

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

/** The style of an HTML report: light or dark as in the reader's system, readable in print. */
const htmlStyle = `
:root { color-scheme: light dark; --text: #1b1f24; --dim: #57606a; --line: #d0d7de; --back: #ffffff; --head: #f6f8fa;
  --good: #116329; --bad: #a40e26; --open: #7d4e00; --bar: #0969da; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --line: #3d444d; --back: #0d1117; --head: #151b23;
  --good: #57d364; --bad: #ff7b72; --open: #e3b341; --bar: #4493f8; } }
body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; overflow-wrap: anywhere; } h2 { font-size: 1.2rem; margin-top: 2.5rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.6rem 0 0; }
p.kind { color: var(--dim); margin-top: -0.6rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
caption { text-align: left; color: var(--dim); padding-bottom: 0.3rem; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--head); } tbody th { font-weight: 600; }
td.id { font-family: ui-monospace, monospace; font-size: 0.8rem; white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; } .open { color: var(--open); font-weight: 600; }
figure { margin: 0.4rem 0 1.2rem; } figcaption { color: var(--dim); font-size: 0.9rem; }
svg { display: block; width: 100%; height: auto; } svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
svg .track { fill: var(--head); stroke: var(--line); } svg .bar { fill: var(--bar); }
`;

/** A table of finished cells, with a caption. It scrolls by itself on a narrow page. */
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

/** A cell. `kind` is one of the page's own class names. */
function cell(text: string, kind?: "id" | Tone): string {
  return `<td${kind === undefined ? "" : ` class="${kind}"`}>${escapeHtml(text)}</td>`;
}

/** The cell that names the row. */
function rowHead(text: string): string {
  return `<th scope="row">${escapeHtml(text)}</th>`;
}
