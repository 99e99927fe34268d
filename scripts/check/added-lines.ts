/** A line that a diff adds. */
export interface AddedLine {
  /** Path from the root of the repository. */
  readonly file: string;
  /** Line number from 1, in the new version. */
  readonly number: number;
  readonly text: string;
}

/** The lines that a diff of `git diff --unified=0 --no-prefix` adds, in its order. */
export function addedLines(diff: string): readonly AddedLine[] {
  const lines: AddedLine[] = [];
  let file = "";
  let number = 0;
  let left = 0;
  for (const line of diff.split("\n")) {
    const hunk = left > 0 ? undefined : /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk != null) {
      number = Number(hunk[1]);
      left = Number(hunk[2] ?? "1");
    } else if (left > 0 && line.startsWith("+")) {
      lines.push({ file, number, text: line.slice(1) });
      number += 1;
      left -= 1;
    } else if (line.startsWith("+++ ")) {
      file = line.slice("+++ ".length).trim();
    }
  }
  return lines;
}
