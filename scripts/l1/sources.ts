import { format, resolveConfig } from "prettier";
import { instanceSchema, instancesSchema } from "../../lib/provider/schemas/data-sources";
import { failedInstancePurgeSchema } from "../../lib/provider/schemas/failed-instance-purge";
import { instanceLifecycleSchema } from "../../lib/provider/schemas/instance-lifecycle";
import { providerSchema } from "../../lib/provider/schemas/provider";
import { emitElement } from "./emit-element";
import { elementOf } from "./model";
import { emitPropNames } from "./prop-names";

const elements = [
  elementOf("provider", "dms", providerSchema),
  elementOf("resource", "dms_instance_lifecycle", instanceLifecycleSchema),
  elementOf("resource", "dms_failed_instance_purge", failedInstancePurgeSchema),
  elementOf("data", "dms_instances", instancesSchema),
  elementOf("data", "dms_instance", instanceSchema),
];

/** The generated files of lib/constructs/l1, formatted: file name → source text. Reads the formatter's configuration. */
export async function l1Sources(): Promise<ReadonlyMap<string, string>> {
  const options = { ...(await resolveConfig(__filename)), parser: "typescript" };
  const classes = await Promise.all(
    elements.map(
      async (element) => [fileName(element.className), await format(emitElement(element), options)] as const,
    ),
  );
  const names = await format(emitPropNames(new Map(classes)), options);
  return new Map([...classes, ["prop-names.ts", names]]);
}

function fileName(className: string): string {
  return `${className.replace(/(?!^)([A-Z])/g, "-$1").toLowerCase()}.ts`;
}
