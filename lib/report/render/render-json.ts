import { visibleJson } from "../../domain/texts/visible-line";
import type { Report } from "../report";
import { defaultTitle } from "./report-words";

/** A report as JSON: its title and the fields of `Report`. Ends with a line break. */
export function renderJson(report: Report, title: string = defaultTitle): string {
  return `${visibleJson({ title, ...report }, 2)}\n`;
}
