import { visibleLine } from "../../domain/texts/visible-line";

/** Most UTF-16 units of one text in a report. */
const longestText = 10_000;

/** A text as one visible line without blanks at its ends. */
export function plainLine(text: string): string {
  return visibleLine(text.trim(), longestText).trim();
}
