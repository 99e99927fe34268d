import { plainLine } from "./plain-line";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for an element or a quoted attribute of HTML or SVG, as one line. */
export function escapeHtml(text: string): string {
  return plainLine(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/**
 * Text for a table cell, heading or paragraph of GitHub's Markdown, without any markup: one line, with a backslash before every character
 * that could begin or end markup. (GitHub Flavored Markdown 0.29, §2.4: any ASCII punctuation may be.)
 *
 * A backslash does not prevent GitHub from finding people, addresses and issues in the remaining text
 * (github.com/github/cmark-gfm/issues/181): a zero width space after `@`, and after `#` before a number, does.
 */
export function escapeMarkdown(text: string): string {
  return plainLine(text)
    .replace(/[\\`*_{}[\]<>()#+!|~&$^=@"']/g, "\\$&")
    .replace(/@|#(?=\d)/g, "$&&#8203;")
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/(?<=\bwww)\./gi, "\\.")
    .replace(/^(\d+)([.)])/, "$1\\$2")
    .replace(/^-/, "\\-");
}
