import { plainLine } from "./plain-line";

/**
 * Text for a table cell, heading or paragraph of GitHub's Markdown, in which nothing of it is markup: one line, every character
 * that could begin or end something behind a backslash. (GitHub Flavored Markdown 0.29, §2.4: any ASCII punctuation may be.)
 *
 * A backslash does not keep GitHub from finding people, addresses and issues in the text that is left
 * (github.com/github/cmark-gfm/issues/181): a zero width space behind `@`, and behind `#` before a number, does.
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
