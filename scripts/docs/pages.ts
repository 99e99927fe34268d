import type { Schema } from "../../lib/framework/values/schema";
import {
  deleteInstancesSchema,
  purgeFailedInstancesSchema,
  restartInstancesSchema,
} from "../../lib/provider/schemas/actions";
import { instanceSchema, instancesSchema } from "../../lib/provider/schemas/data-sources";
import { failedInstancePurgeSchema } from "../../lib/provider/schemas/failed-instance-purge";
import { instanceLifecycleSchema } from "../../lib/provider/schemas/instance-lifecycle";
import { providerSchema } from "../../lib/provider/schemas/provider";
import { renderCapabilities } from "./capability-table";
import { renderEnvironment, renderNotRead, renderOtherEnvironment } from "./environment-table";
import { renderSchema } from "./schema-section";
import type { Fillings } from "./template";

/** A page that is made from a template. */
export interface Page {
  /** Its path below docs/; its template has the same path below docs/templates, with `.tmpl` after it. */
  readonly path: string;
  /** Lines at the top; may be empty. */
  readonly head: string;
  /** Fillings for its template in addition to examples. */
  readonly fillings: Fillings;
}

/** The provider's documentation, in the layout of the Terraform registry. */
export const providerPages: readonly Page[] = [
  page("index.md", "dms Provider", providerSchema),
  resource("dms_instance_lifecycle", instanceLifecycleSchema),
  resource("dms_failed_instance_purge", failedInstancePurgeSchema),
  dataSource("dms_instances", instancesSchema),
  dataSource("dms_instance", instanceSchema),
  action("dms_restart_instances", restartInstancesSchema),
  action("dms_delete_instances", deleteInstancesSchema),
  action("dms_purge_failed_instances", purgeFailedInstancesSchema),
];

function resource(name: string, schema: Schema): Page {
  return page(`resources/${withoutPrefix(name)}.md`, `${name} Resource - dms`, schema);
}

function dataSource(name: string, schema: Schema): Page {
  return page(`data-sources/${withoutPrefix(name)}.md`, `${name} Data Source - dms`, schema);
}

function action(name: string, schema: Schema): Page {
  return page(`actions/${withoutPrefix(name)}.md`, `${name} Action - dms`, schema);
}

function page(path: string, title: string, schema: Schema): Page {
  const fillings = {
    description: () => schema.description,
    schema: () => renderSchema(schema),
    environment: () => renderEnvironment(),
    other_environment: () => renderOtherEnvironment(),
    not_read: () => renderNotRead(),
    capabilities: () => renderCapabilities(),
  };
  return { path, head: frontMatter(title, schema), fillings };
}

function frontMatter(title: string, { description }: Schema): string {
  return ["---", `page_title: "${title}"`, 'subcategory: ""', "description: |-", `  ${description}`, "---"].join("\n");
}

function withoutPrefix(name: string): string {
  return name.replace(/^dms_/, "");
}
