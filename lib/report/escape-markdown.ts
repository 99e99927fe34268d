import { plainLine } from "./plain-line";

/**
 * Text for a table cell, heading or paragraph of GitHub's Markdown, in which nothing of it is markup: one line, every character
 * that could begin or end something behind a backslash. (GitHub Flavored Markdown 0.29, §2.4: any ASCII punctuation may be.)
 * `@` and `#` get a backslash too, and so do addresses that GitHub would turn into links by themselves. Pure.
 */
export function escapeMarkdown(text: string): string {
  return plainLine(text)
    .replace(/[\\`*_{}[\]<>()#+!|~&$^=@"']/g, "\\$&")
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/(?<=\bwww)\./gi, "\\.")
    .replace(/^(\d+)([.)])/, "$1\\$2")
    .replace(/^-/, "\\-");
}
