import type { Action, InstanceId } from "../../domain/instance";
import { engineOf } from "../fleet/instance-record";
import { refuse } from "../refusal";
import type { InstanceNow, Store } from "../fleet/store";

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Statuses in which an instance may be restarted. (OTC user manual, "Restarting an Instance", 2026-04.) */
const restartable: readonly string[] = ["RUNNING", "ERROR"];

/** Statuses in which a deletion is refused with its own code. (OTC DMS API reference, "Error Codes", DMS.00400099, 2026-04.) */
const tooBusyToDelete: readonly string[] = ["CREATING", "STARTING", "CLOSING", "RESTARTING"];

/** Assumed: a change that is under way is a background job, DMS.00400017; the documents list no statuses for that code. */
const underChange: readonly string[] = [
  "EXTENDING",
  "SHRINKING",
  "CONFIGURING",
  "UPGRADING",
  "ROLLBACK",
  "ROLLINGBACK",
  "VOLUMETYPECHANGING",
  "FREEZING",
];

/**
 * Statuses in which an instance may be deleted. Assumed for the last three: they are at rest, and the documents do not forbid it.
 * EXTENDEDFAILED is forbidden by name.
 */
const deletable: readonly string[] = [
  "RUNNING",
  "ERROR",
  "CREATEFAILED",
  "FROZEN",
  "UPGRADINGFAILED",
  "ROLLBACKFAILED",
];

/** Finds an instance. Throws the refusals for a malformed id (DMS.00400061) and an unknown one (404 DMS.00404022). */
export function requireInstance(store: Store, projectId: string, id: InstanceId, nowMs: number): InstanceNow {
  const found = store.find(projectId, id, nowMs);
  if (found !== undefined) return found;
  // A seed may use ids of any form; an id that is not seeded must look like the service's ids.
  throw uuidPattern.test(id) ? refuse("DMS.00404022") : refuse("DMS.00400061");
}

/**
 * Finds the instances of a batch. Throws as `requireInstance`, malformed ids first.
 * Assumed: one unknown id fails the whole call with 404.
 */
export function requireInstances(
  store: Store,
  projectId: string,
  ids: readonly InstanceId[],
  nowMs: number,
): readonly InstanceNow[] {
  const found = ids.map((id) => store.find(projectId, id, nowMs));
  if (ids.some((id, index) => found[index] === undefined && !uuidPattern.test(id))) throw refuse("DMS.00400061");
  return ids.map((id) => requireInstance(store, projectId, id, nowMs));
}

/** Throws the refusal of the first check that an instance does not pass; one such instance fails the whole call. Pure. */
export function requirePermitted(action: Action, instances: readonly InstanceNow[], forceDelete: boolean): void {
  // If a rule makes reads show another status, both count: an action must be allowed in each of them.
  const asTheyAre = instances.map(({ record }) => ({ record, status: record.condition.status }));
  for (const seen of [instances, asTheyAre]) {
    if (action === "restart") requireRestartable(seen);
    else requireDeletable(seen, forceDelete);
  }
}

function requireRestartable(instances: readonly InstanceNow[]): void {
  const rocketmq = instances.filter(({ record }) => engineOf(record.engine) === "rocketmq");
  if (rocketmq.length > 0) throw refuse("DMS.00400007", `RocketMQ cannot be restarted by this call: ${ids(rocketmq)}.`);
  const wrong = instances.filter(({ status }) => !restartable.includes(status));
  if (wrong.length > 0) throw refuse("DMS.00400026", statuses(wrong));
}

function requireDeletable(instances: readonly InstanceNow[], forceDelete: boolean): void {
  const busy = instances.filter(({ status }) => tooBusyToDelete.includes(status));
  if (busy.length > 0) throw refuse("DMS.00400099", `Instances: ${ids(busy)}.`);
  const changing = instances.filter(({ status }) => underChange.includes(status));
  if (changing.length > 0) throw refuse("DMS.00400017", statuses(changing));
  const wrong = instances.filter(({ status }) => !deletable.includes(status) && !(forceDelete && status === "RECYCLE"));
  if (wrong.length > 0) throw refuse("DMS.00400026", statuses(wrong));
}

function ids(instances: readonly InstanceNow[]): string {
  return instances.map(({ record }) => record.id).join(", ");
}

function statuses(instances: readonly InstanceNow[]): string {
  return instances.map(({ record, status }) => `${record.id} is ${status}.`).join(" ");
}
