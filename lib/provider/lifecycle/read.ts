import { isCallFailure } from "../../domain/call-failure";
import type { CallContext, ReadRequest, ReadResponse } from "../../framework/resource";
import { lookAtFleet, statusesOf } from "../../rollout/look";
import { serviceFailed } from "../messages";
import type { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import { type ProviderData, readyData } from "../service";
import { baselineOf, knownRecords, savedRuns } from "./baseline";
import { declaredIn, encodeResults } from "./model";
import { idsToRead, observedAfter, recordsAfter } from "./observe";

type Schema = typeof instanceLifecycleSchema;

/** Refreshes what is observed. One list call, and a read for each instance that the list does not show. */
export async function readLifecycle(
  { state }: ReadRequest<Schema>,
  context: CallContext<ProviderData>,
): Promise<ReadResponse<Schema>> {
  const ready = readyData(context.provider);
  if (ready === undefined) return { state };
  ready.runRecords.confirm(savedRuns(state));
  const baseline = baselineOf([state], ready.runRecords.load());
  const declared = declaredIn(state);
  ready.replacedInstances.forget(declared.map(({ id }) => id));
  try {
    const found = await lookAtFleet(ready.service, idsToRead(declared, baseline.statuses), context.signal);
    const records = recordsAfter(knownRecords(baseline), statusesOf(found), ready.clock.now());
    return {
      state: {
        ...state,
        observed: observedAfter(declared, found, baseline.observed),
        results: encodeResults(declared, records),
      },
    };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { state, diagnostics: [serviceFailed("refreshing the instances", thrown.message)] };
  }
}
