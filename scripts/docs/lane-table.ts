import { titleOf } from "../../__tests__/support/programs/needed-programs";
import type { LaneTable } from "../test/lanes";
import { renderTable } from "./markdown-table";

/** `text` with the table of lanes up to date: it follows the mark `<!-- lanes -->`, up to the next empty line. Throws without the mark. */
export function withLaneTable(text: string, lanes: LaneTable): string {
  const mark = /^<!-- lanes -->\n(\|.*\n|\n)*/m;
  if (!mark.test(text)) throw new Error("The mark <!-- lanes --> is missing.");
  return text.replace(mark, () => `<!-- lanes -->\n\n${renderLanes(lanes)}\n\n`);
}

function renderLanes(lanes: LaneTable): string {
  const headings = ["Lane", "What it shows", "Needs", "In `npm test`", "Alone", "CPU", "Ceiling"];
  const rows = Object.entries(lanes).map(
    ([lane, { shows, inNpmTest, needs, wallSeconds, cpuSeconds, ceilingSeconds }]) => [
      `\`${lane}\``,
      shows,
      needs.length === 0 ? "–" : needs.map(titleOf).join(", "),
      inNpmTest ? "yes" : "no",
      ...[wallSeconds, cpuSeconds, ceilingSeconds].map((seconds) => (seconds === undefined ? "–" : `${seconds} s`)),
    ],
  );
  return renderTable(headings, rows);
}
