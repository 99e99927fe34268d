import type { Report } from "./report";
import { defaultTitle } from "./report-words";

/** A report as JSON: its title and the fields of `Report`. Ends with a line break. Pure. */
export function renderJson(report: Report, title: string = defaultTitle): string {
  return `${JSON.stringify({ title, ...report }, null, 2)}\n`;
}
