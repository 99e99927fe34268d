import { visibleLine } from "../domain/visible-line";

/** UTF-16 units of one text that a report shows at most. */
const longestText = 10_000;

/** A text as one visible line without blanks at its ends. */
export function plainLine(text: string): string {
  return visibleLine(text.trim(), longestText).trim();
}
