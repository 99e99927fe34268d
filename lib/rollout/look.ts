import { type CallFailure, isCallFailure } from "../domain/call-failure";
import { deletedStatus } from "../domain/status";
import { idKey, type Instance, type InstanceId } from "../domain/instance";
import type { InstanceApi } from "./ports";

/** Most single reads in flight at once. */
const concurrentReads = 8;

/** Without the right to list, at most this many instances are read one by one. */
const mostUnlistedReads = 50;

type LookApi = Pick<InstanceApi, "list" | "get">;

/** Options of the list call. */
type ListOptions = Parameters<InstanceApi["list"]>[1];

/** The result of one look. */
interface Look {
  /** The list call was answered, so the credentials are good. */
  readonly isListed: boolean;
  /** Instances by id; `undefined` for one that does not exist. An id in `unread` is absent. */
  readonly found: ReadonlyMap<InstanceId, Instance | undefined>;
  /** Those of the asked ids whose single read failed or was given up, with the failure. */
  readonly unread: ReadonlyMap<InstanceId, CallFailure & Error>;
}

/**
 * Looks at the fleet once: one list call for all, then one read for each of `ids` that the list does not show, because the
 * list drops an instance as soon as its deletion is accepted while a read still shows it as DELETING.
 * Rejects with a `CallFailure` if the list call fails; a read that fails leaves only its own instance unread. A user without the right to
 * list the instances of the project (403) may still read a few of them.
 */
export async function lookAtEach(
  api: LookApi,
  ids: readonly InstanceId[],
  signal: AbortSignal,
  options?: ListOptions,
): Promise<Look> {
  const found = new Map<InstanceId, Instance | undefined>();
  const list = await listedOrRefused(api, ids, signal, options);
  for (const instance of list.shown) found.set(instance.id, instance);
  addOtherSpellings(found, ids, list.shown);
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
    if (failure !== undefined && !isOfInstance(failure) && part.every((id) => unread.has(id))) {
      // The failure concerns all instances: more reads would only add to the load or to the failed logins.
      for (const id of absent.slice(start + part.length)) unread.set(id, failure);
      break;
    }
  }
  const { refusal } = list;
  const reads = [...unread.values()];
  const isForbidden =
    reads.length > 0 && reads.length === ids.length && reads.every(({ code }) => code === "forbidden");
  if (refusal !== undefined && isForbidden) {
    throw mayNotList(refusal, `Reads of single instances (${ids.length}) are refused too`);
  }
  return { isListed: refusal === undefined, found, unread };
}

/** Whether a failed read may concern its own instance alone, also if others fail in the same way. */
function isOfInstance({ code }: CallFailure): boolean {
  return code === "forbidden" || code === "invalid" || code === "not-found";
}

/** An id that is spelled otherwise than the service spells it does not make its instance absent. */
function addOtherSpellings(
  found: Map<InstanceId, Instance | undefined>,
  ids: readonly InstanceId[],
  shown: readonly Instance[],
): void {
  const unlisted = ids.filter((id) => !found.has(id));
  if (unlisted.length === 0) return;
  const byKey = new Map(shown.map((instance) => [idKey(instance.id), instance]));
  for (const id of unlisted) {
    const instance = byKey.get(idKey(id));
    if (instance !== undefined) found.set(id, instance);
  }
}

/** The listed instances; an empty list and the refusal if the user may not list and `ids` are few enough to be read one by one. */
async function listedOrRefused(
  api: LookApi,
  ids: readonly InstanceId[],
  signal: AbortSignal,
  options: ListOptions,
): Promise<{ readonly shown: readonly Instance[]; readonly refusal?: CallFailure & Error }> {
  try {
    return { shown: await api.list(signal, options) };
  } catch (thrown) {
    if (!isCallFailure(thrown) || thrown.code !== "forbidden") throw thrown;
    if (ids.length <= mostUnlistedReads) return { shown: [], refusal: thrown };
    const limit = `Without it, at most ${mostUnlistedReads} instances are read one by one, and these are ${ids.length}`;
    throw mayNotList(thrown, limit);
  }
}

/** The refusal of the list call, with the right that is missing and a sentence after it. */
function mayNotList(refusal: CallFailure & Error, rest: string): CallFailure & Error {
  return withMessage(refusal, `${describeMissingRight(refusal)} ${rest}.`);
}

/** Lists, and names the missing right if the user may not. `list` rejects with a `CallFailure`. */
export async function listedOrNamed<T>(list: () => Promise<T>): Promise<T> {
  try {
    return await list();
  } catch (thrown) {
    if (!isCallFailure(thrown) || thrown.code !== "forbidden") throw thrown;
    throw withMessage(thrown, describeMissingRight(thrown));
  }
}

function describeMissingRight({ message }: CallFailure): string {
  return `${message} The credentials lack the right to list the instances of the project (dms:instance:list).`;
}

function withMessage(failure: CallFailure & Error, message: string): CallFailure & Error {
  return Object.assign(new Error(message, { cause: failure }), failure, { message });
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

/** Statuses by id; `DELETED` for an instance that does not exist. */
export function statusesOf(found: ReadonlyMap<InstanceId, Instance | undefined>): ReadonlyMap<InstanceId, string> {
  const statuses = new Map<InstanceId, string>();
  for (const [id, instance] of found) statuses.set(id, instance?.status ?? deletedStatus);
  return statuses;
}
