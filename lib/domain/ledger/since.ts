import { type ActionRecord, timestamp } from "../action-record";
import type { InstanceId } from "../instance";
import { isSent } from "./entry";

/**
 * Up to when it is known what was done with an instance, RFC 3339 by the service's clock: its adoption, or the end of the last action
 * that was sent for it. A plan holds the service's own records against it (T8); nothing is due because of it.
 */
export type Since = ReadonlyMap<InstanceId, string>;

/** The service tells its clock to the second: it may be so much further. An action of this run must not count as one after its end. */
const granularityMs = 1_000;

interface SinceRun {
  readonly ids: readonly InstanceId[];
  readonly earlier: Since;
  /** What the run did. */
  readonly records: ReadonlyMap<InstanceId, ActionRecord>;
  readonly nowMs: number;
  /** The service's clock at `nowMs`, to the second and never ahead of it. */
  readonly serviceNowMs: number;
}

/** The same after a run. What it saw for the first time is adopted now. */
export function sinceAfter({ ids, earlier, records, nowMs, serviceNowMs }: SinceRun): Since {
  return new Map(
    ids.map((id) => {
      const record = records.get(id);
      const hasEnded = record !== undefined && isSent(record) && record.result !== "unknown";
      if (!hasEnded) return [id, earlier.get(id) ?? timestamp(serviceNowMs)];
      return [id, timestamp(Date.parse(record.finishedAt) + serviceNowMs - nowMs + granularityMs)];
    }),
  );
}
