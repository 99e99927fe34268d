import { type Comparison, ratio } from "./compared";

/** Lines for people: each measurement, its floor and how many times the floor it is. Pure. */
export function describeComparisons(comparisons: readonly Comparison[]): readonly string[] {
  const rows = comparisons.map((comparison) => [
    comparison.name,
    comparison.oursMs.toFixed(0),
    comparison.floorMs.toFixed(0),
    `${ratio(comparison).toFixed(1)} ×`,
  ]);
  const table = [["", "ours", "floor", "ratio"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) => {
    const [name = "", ...figures] = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return [name, ...figures].join("  ");
  });
}
