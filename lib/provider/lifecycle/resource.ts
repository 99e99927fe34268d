import type { Diagnostic } from "../../framework/diagnostic";
import type { Resource } from "../../framework/resource";
import { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import type { ProviderData } from "../service";
import { applyLifecycle } from "./apply";
import { duplicates } from "./assessment";
import { savedRuns } from "./baseline";
import { importLifecycle } from "./import";
import type { LifecycleConfig } from "./model";
import { planLifecycle } from "./plan";
import { readLifecycle } from "./read";
import { readyData } from "../service";
import { unknown } from "../../framework/value";

/** `dms_instance_lifecycle` in the framework's terms. */
export const instanceLifecycle: Resource<typeof instanceLifecycleSchema, ProviderData> = {
  schema: instanceLifecycleSchema,
  validate: validateLifecycle,
  plan: planLifecycle,
  apply: applyLifecycle,
  read: readLifecycle,
  import: importLifecycle,
  planDestroy: ({ prior }, { provider }) => {
    readyData(provider)?.runRecords.confirm(savedRuns(prior));
    return Promise.resolve([]);
  },
  /** Destroying the resource forgets the instances; deleting them would be a call nobody asked for. */
  destroy: () => Promise.resolve([]),
};

/** What can be judged while some values are unknown: the same id under two names. Pure. */
function validateLifecycle(config: LifecycleConfig): readonly Diagnostic[] {
  if (config.instances === unknown || config.instances === null) return [];
  return duplicates(
    [...config.instances].flatMap(([name, element]) =>
      element !== null && element !== unknown && typeof element.instance_id === "string"
        ? [{ name, id: element.instance_id }]
        : [],
    ),
  );
}
