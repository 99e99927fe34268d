import type { Report } from "./report";

/** A report as JSON: the fields of `Report`. Ends with a line break. Pure. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
