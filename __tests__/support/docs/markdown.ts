import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export const root = resolve(__dirname, "../../..");

export function readProjectFile(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** Markdown files that people read: at the root, below docs and examples, and the folders' own READMEs. Paths from the root. */
export function markdownFiles(): readonly string[] {
  const atRoot = readdirSync(root).filter((name) => name.endsWith(".md"));
  return [
    ...atRoot,
    ...["docs", "lib", "scripts", "bench", "examples"].flatMap((folder) => markdownBelow(join(root, folder))),
  ];
}

function markdownBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return markdownBelow(path);
    return name.endsWith(".md") ? [relative(root, path)] : [];
  });
}

/** Links of a Markdown text outside of code. */
export function linksOf(text: string): readonly string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\[[^\]]*\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)/g)].map((match) => match[1]!);
}

/** Why a link in `file` leads nowhere; `undefined` when it leads somewhere, or out of the project. */
export function brokenLink(file: string, link: string): string | undefined {
  if (/^[a-z]+:/i.test(link)) return undefined;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? file : relative(root, resolve(root, dirname(file), path));
  if (!existsSync(join(root, target))) return `${file} links to ${link}, and there is no ${target}`;
  if (anchor === undefined || anchorsOf(readProjectFile(target)).has(anchor)) return undefined;
  return `${file} links to ${link}, and ${target} has no such heading`;
}

/** Anchors of headings, as GitHub makes them, and those set by hand. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/^#{1,6} (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  const byHand = [...text.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1]!);
  return new Set([...headings, ...byHand]);
}

/** The cells of the Markdown tables below the heading `heading`, up to the next heading of that rank. */
export function tableRowsBelow(text: string, heading: string): readonly (readonly string[])[] {
  const lines = text.split("\n");
  const start = lines.indexOf(heading);
  if (start === -1) throw new Error(`there is no heading ${heading}`);
  const rank = heading.slice(0, heading.indexOf(" ") + 1);
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith(rank));
  const section = lines.slice(start + 1, length === -1 ? undefined : start + 1 + length);
  const rows = section.filter((line) => line.startsWith("|")).map((line) => line.split("|").slice(1, -1));
  return rows
    .map((cells) => cells.map((cell) => cell.trim()))
    .filter((cells) => !cells.every((cell) => /^-+$/.test(cell)));
}
