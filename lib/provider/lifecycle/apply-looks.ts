import { isCallFailure } from "../../domain/call-failure";
import type { InstanceId } from "../../domain/instance";
import type { ActionRecord } from "../../domain/record";
import type { Diagnostic } from "../../framework/diagnostic";
import { lookAtFleet } from "../../rollout/look";
import { serviceFailed } from "../messages";
import type { ProviderData } from "../service";
import type { Baseline } from "./assessment";
import type { ObservedState } from "./model";
import { type Found, idsToRead, observedAfter } from "./observe";
import { refusedNewcomers, unseenIn } from "./plan";
import type { Prospect } from "./prospect";
import { withEvidence } from "./witness";

type Ready = Extract<ProviderData, { kind: "ready" }>;
type Records = ReadonlyMap<InstanceId, ActionRecord>;

/** Instances nobody has looked at yet are looked at before anything is sent; what cannot work is refused. */
export async function firstLook(
  prospect: Prospect,
  ready: Ready,
  signal: AbortSignal,
): Promise<
  { readonly observed: ObservedState; readonly baseline: Baseline } | { readonly diagnostics: readonly Diagnostic[] }
> {
  const { desired, baseline } = prospect;
  const unseen = unseenIn(prospect);
  if (unseen.length === 0) return { baseline, observed: observedAfter(desired, new Map(), baseline.observed) };
  try {
    const found = await lookAtFleet(ready.service, idsToRead(unseen, baseline.statuses), signal);
    const diagnostics = refusedNewcomers(prospect, found, ready.service);
    if (diagnostics.length > 0) return { diagnostics };
    const observed = observedAfter(desired, found, baseline.observed);
    return { observed, baseline: withEvidence(baseline, found, ready) };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { diagnostics: [serviceFailed("looking up the instances, before any call", thrown.message)] };
  }
}

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
