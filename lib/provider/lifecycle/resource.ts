import type { Diagnostic } from "../../framework/diagnostic";
import type { Resource } from "../../framework/resource";
import { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import type { LocalMemory } from "../memory";
import { configured, type ProviderData } from "../service";
import { applyLifecycle } from "./apply";
import { duplicates } from "./assessment";
import { baselineOf, replacedInstances, savedRuns, withEarlierRuns } from "./baseline";
import { importLifecycle } from "./import";
import { decodeDesired, type LifecycleConfig, type LifecycleState } from "./model";
import { planLifecycle } from "./plan";
import { decodePrivate } from "./private-state";
import { readLifecycle } from "./read";
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
    const { runRecords, digest } = configured(provider).memory;
    runRecords.confirm(savedRuns(prior, digest));
    return Promise.resolve([]);
  },
  /** Destroying the resource forgets the instances; deleting them would be a call nobody asked for. */
  destroy: ({ prior, plannedPrivate }, { provider }) => {
    if (decodePrivate(plannedPrivate).creation) rememberReplaced(prior, configured(provider).memory);
    return Promise.resolve([]);
  },
};

/** S3 of predecessors.ts: the object makes room for its successor. */
function rememberReplaced(
  state: LifecycleState,
  { replacedInstances: remembered, runRecords, digest }: LocalMemory,
): void {
  const baseline = withEarlierRuns(baselineOf([state]), decodeDesired(state) ?? [], runRecords.load(), digest);
  remembered.keep(replacedInstances(baseline, digest));
}

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
