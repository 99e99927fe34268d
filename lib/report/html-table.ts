import { escapeHtml } from "./escape-html";
import type { Tone } from "./report-words";

/** A table of finished cells, with a caption. It scrolls by itself on a narrow page. */
export function table(caption: string, headings: readonly string[], rows: readonly (readonly string[])[]): string {
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
export function cell(text: string, kind?: "id" | Tone): string {
  return `<td${kind === undefined ? "" : ` class="${kind}"`}>${escapeHtml(text)}</td>`;
}

/** The cell that names the row. */
export function rowHead(text: string): string {
  return `<th scope="row">${escapeHtml(text)}</th>`;
}
