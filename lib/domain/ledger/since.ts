import { type ActionRecord, timestamp } from "../action-record";
import type { InstanceId } from "../instance";
import { granularityMs } from "../task";
import { isSent } from "./entry";

/**
 * The time up to which all actions on an instance are known, RFC 3339 by the service's clock: its adoption, or the end of the last action
 * that was sent for it. A plan compares the service's own records with it (T8). It makes no action due.
 */
export type Since = ReadonlyMap<InstanceId, string>;

interface SinceRun {
  readonly ids: readonly InstanceId[];
  readonly earlier: Since;
  /** The records of the run. */
  readonly records: ReadonlyMap<InstanceId, ActionRecord>;
  readonly nowMs: number;
  /** The service's clock at `nowMs`, to the second and never ahead of it; `undefined` if not known. */
  readonly serviceNowMs: number | undefined;
}

/**
 * The times after a run. An instance that the run saw for the first time is adopted now. An action of this run does not count as later than
 * its own end: if the service's clock is not known, neither is that time, and no earlier one replaces it.
 */
export function sinceAfter({ ids, earlier, records, nowMs, serviceNowMs }: SinceRun): Since {
  return new Map(
    ids.flatMap((id) => {
      const record = records.get(id);
      const hasEnded = record !== undefined && isSent(record) && record.result !== "unknown";
      const known = hasEnded ? undefined : earlier.get(id);
      if (known !== undefined) return [[id, known] as const];
      if (serviceNowMs === undefined) return [];
      const endedMs = hasEnded ? Date.parse(record.finishedAt) - nowMs + granularityMs : 0;
      return [[id, timestamp(serviceNowMs + endedMs)] as const];
    }),
  );
}
