import { readProjectFile } from "../docs/markdown";

/** The blocks of a guide that show the output of a program (` ```text `), each as its lines that are not empty. */
export function printedBlocks(guide: string): readonly (readonly string[])[] {
  return [...readProjectFile(guide).matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => linesOf(block));
}

/** The lines of such a block that have to be printed. */
export function linesOf(block: string): readonly string[] {
  return block
    .split("\n")
    .map(normal)
    .filter((line) => line !== "" && line !== "…");
}

/** The lines of a guide's block that were not printed, in the order of the block; `…` in a line stands for anything. */
export function linesNotPrinted(block: readonly string[], printed: string): readonly string[] {
  const text = printed.split("\n").map(normal).join(" ");
  return block.filter((line) => {
    const parts = line.split("…").map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return !new RegExp(parts.join("[^]*?")).test(text);
  });
}

/** Terraform breaks texts where the terminal ends and draws lines beside them. */
function normal(line: string): string {
  return line.replace(/[│╷╵]/g, "").replace(/\s+/g, " ").trim();
}
