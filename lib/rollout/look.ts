import { deletedStatus } from "../domain/status";
import type { Instance, InstanceId } from "../domain/instance";
import type { InstanceApi } from "./ports";

/** How many single reads are in flight at once. */
const concurrentReads = 8;

/**
 * Looks at the fleet once: one list call for all, then one read for each of `ids` that the list does not show, because the
 * list drops an instance as soon as its deletion is accepted while a read still shows it as DELETING.
 * Answers statuses by id, `DELETED` for those of `ids` that no longer exist. Rejects with the first `CallFailure`.
 */
export async function lookAtFleet(
  api: InstanceApi,
  ids: readonly InstanceId[],
  signal: AbortSignal,
): Promise<ReadonlyMap<InstanceId, Instance | undefined>> {
  const listed = new Map((await api.list(signal)).map((instance) => [instance.id, instance]));
  const found = new Map<InstanceId, Instance | undefined>(listed);
  const absent = ids.filter((id) => !listed.has(id));
  for (let start = 0; start < absent.length; start += concurrentReads) {
    const part = absent.slice(start, start + concurrentReads);
    const answers = await Promise.all(part.map((id) => api.get(id, signal)));
    part.forEach((id, index) => found.set(id, answers[index]));
  }
  return found;
}

/** Statuses by id; `DELETED` for what the look found to be gone. Pure. */
export function statusesOf(found: ReadonlyMap<InstanceId, Instance | undefined>): ReadonlyMap<InstanceId, string> {
  return new Map([...found].map(([id, instance]) => [id, instance?.status ?? deletedStatus]));
}
