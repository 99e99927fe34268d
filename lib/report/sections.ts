import { batchSection } from "./batch-section";
import { lifecycleSection } from "./lifecycle-section";
import { purgeSection } from "./purge-section";
import type { Section } from "./report";
import type { ResourceView } from "./terraform-json";

/** The section of a resource; `undefined` for an unknown resource. */
export function sectionOf(resource: ResourceView): Section | undefined {
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
