import { assertNever } from "../domain/assert-never";
import { pendingBesides, purgeSection } from "./sections/purge-section";
import type { Report, Section, Totals } from "./report";
import { decodeTerraformJson, type ResourceView } from "./terraform/terraform-json";
import { batchSection } from "./sections/batch-section";
import { lifecycleSection } from "./sections/lifecycle-section";

type ReportResult =
  | { readonly kind: "report"; readonly report: Report }
  /** `message`: full sentences. */
  | { readonly kind: "problem"; readonly message: string };

/** The report of a parsed `terraform show -json`. Sensitive values are not in it. Never throws. */
export function createReport(json: unknown): ReportResult {
  const decoded = decodeTerraformJson(json);
  if (decoded.kind === "problem") return decoded;
  const sections = decoded.resources.flatMap((resource) => sectionOf(resource) ?? []);
  return { kind: "report", report: { kind: decoded.kind, totals: totalsOf(sections), sections } };
}

function totalsOf(sections: readonly Section[]): Totals {
  const sum = (count: (section: Section) => number): number =>
    sections.reduce((total, section) => total + count(section), 0);
  return { instances: sum(instancesIn), unfinished: sum(unfinishedIn), due: sum(dueIn) };
}

function instancesIn(section: Section): number {
  return section.kind === "purge" ? pendingBesides(section).length + dueIn(section) : section.rows.length;
}

function unfinishedIn(section: Section): number {
  if (section.kind === "purge") return section.pending.length;
  return section.rows.filter(({ isUnfinished }) => isUnfinished).length;
}

function dueIn(section: Section): number {
  switch (section.kind) {
    case "lifecycle":
      return section.due.kind === "known" ? section.due.actions.length : 0;
    case "batch":
      return section.isDue ? section.rows.length : 0;
    case "purge":
      return section.due.kind === "known" ? section.due.instances.length : 0;
    default:
      return assertNever(section);
  }
}

/** The section of a resource; `undefined` for an unknown resource. */
function sectionOf(resource: ResourceView): Section | undefined {
  const { address, planned } = resource;
  const common = { address, isForgotten: planned !== undefined && planned.after === undefined };
  switch (resource.type) {
    case "dms_instance_lifecycle":
      return { ...common, ...lifecycleSection(resource) };
    case "dms_failed_instance_purge":
      return { ...common, ...purgeSection(resource) };
    case "terraform_data": {
      const batch = batchSection(resource);
      return batch && { ...common, ...batch };
    }
    default:
      return undefined;
  }
}
