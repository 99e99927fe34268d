import { visibleLine } from "../domain/texts/visible-line";

/** Most UTF-16 units of a cell. */
const widestCell = 1_000;

/** Rows under headings, in columns of the needed width; every cell is a visible line. Pure. */
export function formatTable(headings: readonly string[], cells: readonly (readonly string[])[]): readonly string[] {
  const rows = cells.map((row) => row.map((cell) => visibleLine(cell, widestCell)));
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(headings), ...rows.map(line)];
}

/** Text in visible lines of at most `width` characters, broken between words. Pure. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines = [""];
  for (const word of visibleLine(text).split(" ")) {
    const last = lines[lines.length - 1] ?? "";
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
