import { type CallFailure, isCallFailure } from "../domain/call-failure";
import { deletedStatus } from "../domain/status";
import type { Instance, InstanceId } from "../domain/instance";
import type { InstanceApi } from "./ports";

/** How many single reads are in flight at once. */
const concurrentReads = 8;

type LookApi = Pick<InstanceApi, "list" | "get">;

/** What one look found. */
interface Look {
  /** By id; `undefined` for what does not exist. An id in `unread` is absent. */
  readonly found: ReadonlyMap<InstanceId, Instance | undefined>;
  /** Those of the asked ids whose single read failed or was given up, with the failure. */
  readonly unread: ReadonlyMap<InstanceId, CallFailure & Error>;
}

/**
 * Looks at the fleet once: one list call for all, then one read for each of `ids` that the list does not show, because the
 * list drops an instance as soon as its deletion is accepted while a read still shows it as DELETING.
 * Rejects with a `CallFailure` when the list call fails; a read that fails leaves only its own instance unread.
 */
export async function lookAtEach(api: LookApi, ids: readonly InstanceId[], signal: AbortSignal): Promise<Look> {
  const found = new Map<InstanceId, Instance | undefined>();
  for (const instance of await api.list(signal)) found.set(instance.id, instance);
  const unread = new Map<InstanceId, CallFailure & Error>();
  const read = async (id: InstanceId): Promise<void> => {
    try {
      found.set(id, await api.get(id, signal));
    } catch (thrown) {
      if (!isCallFailure(thrown)) throw thrown;
      unread.set(id, thrown);
    }
  };
  const absent = ids.filter((id) => !found.has(id));
  for (let start = 0; start < absent.length; start += concurrentReads) {
    const part = absent.slice(start, start + concurrentReads);
    await Promise.all(part.map(read));
    const failure = unread.get(part[0] ?? "");
    if (failure !== undefined && part.every((id) => unread.has(id))) {
      // Not one instance's affair: the others would only add to the load, or to the failed logins.
      for (const id of absent.slice(start)) unread.set(id, failure);
      break;
    }
  }
  return { found, unread };
}

/**
 * One look that must see all of `ids`. Answers every instance of the project by id, and `undefined` for those of `ids` that
 * do not exist. Rejects with the first `CallFailure`.
 */
export async function lookAtFleet(
  api: LookApi,
  ids: readonly InstanceId[],
  signal: AbortSignal,
): Promise<ReadonlyMap<InstanceId, Instance | undefined>> {
  const { found, unread } = await lookAtEach(api, ids, signal);
  const [failure] = unread.values();
  if (failure !== undefined) throw failure;
  return found;
}

/** Statuses by id; `DELETED` for what the look found to be gone. Pure. */
export function statusesOf(found: ReadonlyMap<InstanceId, Instance | undefined>): ReadonlyMap<InstanceId, string> {
  const statuses = new Map<InstanceId, string>();
  for (const [id, instance] of found) statuses.set(id, instance?.status ?? deletedStatus);
  return statuses;
}
