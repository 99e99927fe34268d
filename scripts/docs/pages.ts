import type { Schema } from "../../lib/framework/schema";
import { instanceSchema, instancesSchema } from "../../lib/provider/schemas/data-sources";
import { failedInstancePurgeSchema } from "../../lib/provider/schemas/failed-instance-purge";
import { instanceLifecycleSchema } from "../../lib/provider/schemas/instance-lifecycle";
import { providerSchema } from "../../lib/provider/schemas/provider";

/** One page of the provider's documentation, as the Terraform registry lays them out. */
export interface Page {
  /** Where it is written, below docs/; its template has the same path below docs/templates, and `.tmpl` after it. */
  readonly path: string;
  readonly title: string;
  readonly schema: Schema;
}

export const pages: readonly Page[] = [
  { path: "index.md", title: "dms Provider", schema: providerSchema },
  resource("dms_instance_lifecycle", instanceLifecycleSchema),
  resource("dms_failed_instance_purge", failedInstancePurgeSchema),
  dataSource("dms_instances", instancesSchema),
  dataSource("dms_instance", instanceSchema),
];

function resource(name: string, schema: Schema): Page {
  return { path: `resources/${withoutPrefix(name)}.md`, title: `${name} Resource - dms`, schema };
}

function dataSource(name: string, schema: Schema): Page {
  return { path: `data-sources/${withoutPrefix(name)}.md`, title: `${name} Data Source - dms`, schema };
}

function withoutPrefix(name: string): string {
  return name.replace(/^dms_/, "");
}
