import type { Adopted, Desired } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import type { ActionRecord } from "../../domain/record";
import type { RunRecord } from "../service";
import type { Baseline } from "./assessment";
import { decodeAdopted, decodeObserved, decodeStatuses, type LifecycleState, type ObservedEntry } from "./model";

/**
 * Where the knowledge about instances comes from.
 *
 *  B1  An update starts from the prior state.
 *  B2  A creation starts from every object of this type that the process has seen and that held one of the instances:
 *      Terraform plans the successor of a tainted or replaced object with a null prior, and the object itself is always
 *      seen first. So what a failed first apply did is not forgotten, and a replacement acts on nothing by itself.
 *  B3  Records of a run that Terraform could not save (killed) are newer than any state; they win.
 */
export function baselineOf(
  states: readonly LifecycleState[],
  runRecords: ReadonlyMap<InstanceId, RunRecord>,
): Baseline {
  const adopted = new Map<InstanceId, Adopted>();
  const statuses = new Map<InstanceId, string>();
  const observed = new Map<InstanceId, NonNullable<ObservedEntry>>();
  for (const state of states) {
    for (const [id, entry] of decodeAdopted(state)) adopted.set(id, entry);
    for (const [id, status] of decodeStatuses(state)) statuses.set(id, status);
    for (const [id, entry] of decodeObserved(state)) observed.set(id, entry);
  }
  for (const [id, run] of runRecords) {
    const last = adopted.get(id)?.last;
    if (last === undefined || isNewer(run.record, last)) adopted.set(id, { triggers: run.triggers, last: run.record });
  }
  return { adopted, statuses, observed };
}

/** RFC 3339 in UTC with equal precision sorts as text. */
export function isNewer(record: ActionRecord, than: ActionRecord): boolean {
  return record.finishedAt > than.finishedAt;
}

/** Of the states seen, those that held one of the declared instances. Pure. */
export function predecessors(seen: readonly LifecycleState[], desired: readonly Desired[]): readonly LifecycleState[] {
  const ids = new Set(desired.map(({ id }) => id));
  return seen.filter((state) => [...decodeAdopted(state).keys()].some((id) => ids.has(id)));
}

/** The last records of the declared instances. Pure. */
export function knownRecords(baseline: Baseline): ReadonlyMap<InstanceId, ActionRecord> {
  const records = new Map<InstanceId, ActionRecord>();
  for (const [id, { last }] of baseline.adopted) if (last !== undefined) records.set(id, last);
  return records;
}
