import { isCallFailure } from "../../domain/call-failure";
import type { CallContext, ReadRequest, ReadResponse } from "../../framework/resource";
import { lookAtFleet, statusesOf } from "../../rollout/look";
import { serviceFailed } from "../messages";
import type { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import { type ProviderData, readyData } from "../service";
import { refreshedRuns } from "./earlier-runs";
import { declaredIn, decodeObserved, decodeStatuses, encodeResults } from "./model";
import { idsToRead, observedAfter, recordsAfter } from "./observe";
import { decodePrivate, encodePrivate } from "./private-state";
import { keepEvidence } from "./witness";

type Schema = typeof instanceLifecycleSchema;

/** Refreshes what is observed. One list call, and a read for each instance that the list does not show. */
export async function readLifecycle(
  { state, private: priorPrivate }: ReadRequest<Schema>,
  context: CallContext<ProviderData>,
): Promise<ReadResponse<Schema>> {
  const ready = readyData(context.provider);
  if (ready === undefined) return { state };
  const { runs, ran } = refreshedRuns(state, priorPrivate, ready.memory);
  const declared = declaredIn(state);
  try {
    const found = await lookAtFleet(ready.service, idsToRead(declared, decodeStatuses(state)), context.signal);
    const known = new Map([...runs].map(([id, { record }]) => [id, record]));
    const records = recordsAfter(known, statusesOf(found), ready.clock.now());
    keepEvidence(known, records, (id) => runs.get(id)?.triggers, ready.memory);
    return {
      state: {
        ...state,
        observed: observedAfter(declared, found, decodeObserved(state)),
        results: encodeResults(declared, records),
      },
      private: encodePrivate({ ...decodePrivate(priorPrivate), ran }),
    };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { state, diagnostics: [serviceFailed("refreshing the instances", thrown)] };
  }
}
