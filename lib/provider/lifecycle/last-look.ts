import { isCallFailure } from "../../domain/call-failure";
import type { InstanceId } from "../../domain/instance";
import type { ActionRecord } from "../../domain/action-record";
import { lookAtFleet } from "../../rollout/look";
import type { ProviderData } from "../service";
import type { ObservedState } from "./model";
import { type Found, idsToRead, observedAfter } from "./observe";
import type { Prospect } from "./prospect";

type Ready = Extract<ProviderData, { kind: "ready" }>;
type Records = ReadonlyMap<InstanceId, ActionRecord>;

/** How the fleet stands after the run; when it cannot be read (or there is no time to), as the run itself saw it. */
export async function lastLook(
  prospect: Prospect,
  before: ObservedState,
  records: Records,
  ready: Ready,
  signal: AbortSignal,
): Promise<ObservedState> {
  const earlier = new Map(
    [...before.values()].flatMap((entry) => (entry?.instance_id == null ? [] : [[entry.instance_id, entry]])),
  );
  try {
    const gone = new Map([...records].map(([id, { status }]) => [id, status]));
    const found: Found = signal.aborted
      ? new Map()
      : await lookAtFleet(
          ready.service,
          idsToRead(prospect.desired, new Map([...prospect.baseline.statuses, ...gone])),
          signal,
        );
    return withRecordedStatuses(observedAfter(prospect.desired, found, earlier), found, records);
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return withRecordedStatuses(observedAfter(prospect.desired, new Map(), earlier), new Map(), records);
  }
}

/** What the run saw itself is newer than what was observed before it. */
function withRecordedStatuses(observed: ObservedState, found: Found, records: Records): ObservedState {
  return new Map(
    [...observed].map(([name, entry]) => {
      const status =
        entry?.instance_id == null || found.has(entry.instance_id) ? "" : records.get(entry.instance_id)?.status;
      return [name, entry === null || status === undefined || status === "" ? entry : { ...entry, status }] as const;
    }),
  );
}
