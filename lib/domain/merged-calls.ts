import type { CallFailureCode, Fate } from "./call-failure";
import { idKey, type InstanceId } from "./instance";
import { maxIdsPerBatch } from "./limits";

/**
 * Batch calls of several resources that go out as one request. Terraform code has a module per service, so a fleet is many
 * resources; what they have due at the same moment is one batch all the same.
 *
 *  M1  Calls that are made within `gatherMs`, by one client, with the same verb and flags, go out as one POST of at most 50 ids,
 *      none of them twice. The ids of one call are never torn apart. A POST that is full does not wait, nor does the call of a run
 *      that is alone.
 *  M2  A call is answered with the results of its own ids, and with the request's id and time.
 *  M3  A POST whose fate is unknown is so for each of its calls, and no id of it is sent again.
 *  M4  A POST that did nothing, and that one call may be the reason of, is made again without that one: where an instance may be the
 *      reason by halves, else call by call. A call that is alone in its POST takes its answer as it is. Nothing is made again that
 *      failed for all: for credentials, flow control, or a connection.
 *  M5  A call that is ended early leaves the others alone. Its ids are not sent any more; those on their way have an unknown fate.
 *  M6  A stop takes out every call that has not left yet.
 *  M7  No POST leaves later than `freshMs` after its calls were made: what is left of a split then was not sent, and each run looks
 *      again before it asks again.
 *
 * Results, fate, journal row (written before the call is made), sentences and max_unavailable stay each resource's own.
 */

/** M1: how long a call waits for others, in milliseconds. */
export const gatherMs = 50;

/** M7: for how long the look that a call was made upon is good enough to send it. */
export const freshMs = 5_000;

/** Puts calls into POSTs, in the order in which they were made (M1). Each has 1 to 50 ids. */
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
