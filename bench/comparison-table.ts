import { type Comparison, ratio } from "./compared";

/** Lines for people: each measurement, its floor and how many times the floor it is, by the clock and in processor time. Pure. */
export function describeComparisons(comparisons: readonly Comparison[]): readonly string[] {
  const rows = comparisons.map(({ name, turns, clock, processor }) => [
    name,
    String(turns),
    clock.oursMs.toFixed(0),
    clock.floorMs.toFixed(0),
    `${ratio(clock).toFixed(2)} ×`,
    processor === undefined ? "" : `${ratio(processor).toFixed(2)} ×`,
  ]);
  const table = [["", "turns", "ours", "floor", "clock", "processor"], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) => {
    const [name = "", ...figures] = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return [name, ...figures].join("  ").trimEnd();
  });
}
