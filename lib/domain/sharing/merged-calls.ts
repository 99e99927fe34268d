import type { CallFailureCode, Fate } from "../call-failure";
import { idKey, type InstanceId, maxIdsPerBatch } from "../instance";

/**
 * Batch calls of several resources that go out as one request. Terraform code has a module per service, so a fleet is many
 * resources. Their actions that are due at the same moment are one batch.
 *
 *  M1  Calls that are made within `gatherMs`, by one client, with the same verb and flags, go out as one POST of at most 50 ids, each of
 *      them once. The ids of one call stay together. A full POST does not wait, nor does the call of the only run.
 *  M2  A call is answered with the results of its own ids, and with the request's id and time.
 *  M3  If the fate of a POST is unknown, the fate of each of its calls is, and none of its ids is sent again.
 *  M4  A POST that did nothing because of one of its calls is made again without that call: by halves if an instance may be the reason,
 *      else call by call. A call that is alone in its POST takes the answer as its own. A POST that failed for all (credentials, flow
 *      control, connection) is not made again.
 *  M5  A call that is ended early does not affect the others. Its ids are no longer sent; those on their way have an unknown fate.
 *  M6  A stop takes out every call that has not left yet. If its POST is already waiting for a login, the others leave without it.
 *  M7  No POST leaves later than `freshMs` after its calls were made: the calls of a split that are left then, and those that a login held
 *      up, were not sent. Each run makes its call again, on the word of a look of the last ten seconds.
 *
 * Results, fate, journal row (written before the call is made), sentences and max_unavailable stay each resource's own.
 */

/** M1: how long a call waits for others, in milliseconds. */
export const gatherMs = 50;

/** M7: how long a call may be sent on the look that it is based on. */
export const freshMs = 5_000;

/** Packs calls into POSTs, in the order in which they were made (M1). Each has 1 to 50 ids. */
export function packed<T extends { readonly ids: readonly InstanceId[] }>(
  calls: readonly T[],
): readonly (readonly T[])[] {
  const posts: { readonly calls: T[]; readonly ids: Set<string> }[] = [];
  for (const call of calls) {
    const ids = call.ids.map(idKey);
    const fits = posts.find(
      (post) => post.ids.size + ids.length <= maxIdsPerBatch && !ids.some((id) => post.ids.has(id)),
    );
    const post = fits ?? { calls: [], ids: new Set<string>() };
    if (fits === undefined) posts.push(post);
    post.calls.push(call);
    for (const id of ids) post.ids.add(id);
  }
  return posts.map((post) => post.calls);
}

/** The POSTs that follow one that failed (M3, M4); empty: the failure is each call's own. */
export function partsAfter<T>(
  calls: readonly T[],
  { code, fate }: { readonly code: CallFailureCode; readonly fate: Fate },
): readonly (readonly T[])[] {
  if (calls.length === 1 || fate === "unknown") return [];
  switch (code) {
    case "busy":
    case "invalid":
    case "not-found": {
      const middle = Math.ceil(calls.length / 2);
      return [calls.slice(0, middle), calls.slice(middle)];
    }
    case "forbidden":
    case "unexpected-answer":
      return calls.map((call) => [call]);
    case "unauthenticated":
    case "throttled":
    case "unreachable":
    case "lost":
    case "interrupted":
    case "server-error":
      return [];
  }
}
