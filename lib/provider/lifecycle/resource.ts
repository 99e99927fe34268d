import { parseDuration } from "../../domain/duration";
import type { InstanceId } from "../../domain/instance";
import type { Diagnostic } from "../../framework/diagnostic";
import type { Resource } from "../../framework/resource";
import { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import { nullInstance, readyTimeTooLong } from "../messages";
import type { ReplacedInstance } from "../memory";
import { configured, type ProviderData, readyData } from "../service";
import { applyLifecycle } from "./apply";
import { duplicates } from "./assessment";
import { baselineOf, replacedInstances, savedRuns, withEarlierRuns } from "./baseline";
import { importLifecycle } from "./import";
import { declaredIn, decodeDesired, type LifecycleConfig, type LifecycleState } from "./model";
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
    const { creation, successor } = decodePrivate(plannedPrivate);
    if (creation) makeRoom(prior, successor, configured(provider));
    else configured(provider).memory.replacedInstances.forget(declaredIn(prior).map(({ id }) => id));
    return Promise.resolve([]);
  },
};

/** S3 of predecessors.ts: the object makes room for its successor. */
function makeRoom(state: LifecycleState, successor: string | undefined, provider: ProviderData): void {
  const { replacedInstances: remembered, runRecords, digest, command } = provider.memory;
  const walk = readyData(provider)?.walk;
  const baseline = withEarlierRuns(baselineOf([state]), decodeDesired(state) ?? [], runRecords.load(), digest);
  const known = remembered.load();
  // An import has no triggers and no records; that it has adopted those of the successor, only the plan could remember.
  const isAdopting = (id: InstanceId, { triggers, last }: ReplacedInstance): boolean =>
    triggers.size === 0 && last === undefined && successor !== undefined && known.get(id)?.successor === successor;
  const left = [...replacedInstances(baseline, { successor, destroyedBy: command }, digest)].filter(
    ([id, entry]) => !isAdopting(id, entry) && walk?.created.has(id) !== true,
  );
  remembered.keep(new Map(left));
  for (const { id } of declaredIn(state)) walk?.replacing.add(id);
}

/** What can be judged while some values are unknown. Pure. */
function validateLifecycle(config: LifecycleConfig): readonly Diagnostic[] {
  return [...nullInstances(config), ...declaredTwice(config), ...unreachableReadyTime(config)];
}

function nullInstances({ instances }: LifecycleConfig): readonly Diagnostic[] {
  if (instances === unknown || instances === null) return [];
  return [...instances].flatMap(([name, element]) => (element === null ? [nullInstance(name)] : []));
}

function unreachableReadyTime(config: LifecycleConfig): readonly Diagnostic[] {
  const rollout = config.rollout === unknown ? null : config.rollout;
  const minReadyTime = rollout?.min_ready_time;
  const readyTimeout = config.ready_timeout ?? "20m";
  if (typeof minReadyTime !== "string" || typeof readyTimeout !== "string") return [];
  const minReadyMs = parseDuration(minReadyTime) ?? 0;
  const readyTimeoutMs = parseDuration(readyTimeout) ?? 0;
  // What is no duration, or none above zero, has an error of its own.
  if (minReadyMs === 0 || readyTimeoutMs === 0 || minReadyMs < readyTimeoutMs) return [];
  return [readyTimeTooLong(minReadyTime, readyTimeout)];
}

function declaredTwice(config: LifecycleConfig): readonly Diagnostic[] {
  if (config.instances === unknown || config.instances === null) return [];
  return duplicates(
    [...config.instances].flatMap(([name, element]) =>
      element !== null && element !== unknown && typeof element.instance_id === "string"
        ? [{ name, id: element.instance_id }]
        : [],
    ),
  );
}
