import { type FinishedRun, inWaves, run, type RunOptions } from "./run";
import type { CallFault } from "./simulation";

/** "i0", "i1", … */
export const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `i${index}`);

/** Restarts `count` instances in one wave; `special` has the differences of some of them. */
export async function restart(
  count: number,
  special: Record<string, object> = {},
  more: Partial<RunOptions> = {},
): Promise<FinishedRun> {
  return run({
    instances: ids(count).map((id) => ({ id, ...special[id] })),
    planned: inWaves(ids(count), count),
    ...more,
  });
}

/** The results of a run, in the order of the plan. */
export const results = (done: FinishedRun): readonly string[] => [...done.records.values()].map(({ result }) => result);
/** A fault of the first call only. */
export const first = (fault: CallFault): ((call: number) => CallFault | undefined) => {
  return (call) => (call === 0 ? fault : undefined);
};
