import type { Adopted, Desired } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import { type ActionRecord, newestRecord } from "../../domain/record";
import type { ReplacedInstance, RunRecord } from "../service";
import type { Baseline } from "./assessment";
import { decodeAdopted, decodeObserved, decodeStatuses, type LifecycleState, type ObservedEntry } from "./model";

/**
 * Where the knowledge about instances comes from.
 *
 *  B1  An update starts from the prior state.
 *  B2  A creation starts from every object of this type that the process has seen and that held one of the instances:
 *      Terraform plans the successor of a tainted or replaced object with a null prior, and the object itself is seen
 *      first. So what a failed first apply did is not forgotten, and a replacement acts on nothing by itself.
 *      With create_before_destroy it is seen first by the plan, but not by the apply; what the plan handed on stands in.
 *  B3  Records of a run that Terraform could not save (killed) are newer than any state; they win. They bring the triggers
 *      of that run along: state has still the older ones, also after a refresh has put the record itself into it.
 */
export function baselineOf(
  states: readonly LifecycleState[],
  runRecords: ReadonlyMap<InstanceId, RunRecord>,
  replaced: ReadonlyMap<InstanceId, ReplacedInstance> = new Map(),
): Baseline {
  const adopted = new Map<InstanceId, Adopted>(replaced);
  const statuses = new Map<InstanceId, string>();
  const observed = new Map<InstanceId, NonNullable<ObservedEntry>>();
  for (const [id, { observed: last }] of replaced) {
    if (last === undefined) continue;
    statuses.set(id, last.status);
    observed.set(id, { instance_id: id, ...last });
  }
  for (const state of states) {
    for (const [id, entry] of decodeAdopted(state)) adopted.set(id, entry);
    for (const [id, status] of decodeStatuses(state)) statuses.set(id, status);
    for (const [id, entry] of decodeObserved(state)) observed.set(id, entry);
  }
  for (const [id, run] of runRecords) {
    const last = adopted.get(id)?.last;
    if (last === undefined) adopted.set(id, { triggers: run.triggers, last: run.record });
    else if (run.record.finishedAt >= last.finishedAt) {
      adopted.set(id, { triggers: run.triggers, last: newestRecord(last, run.record) });
    }
  }
  return { adopted, statuses, observed };
}

/** What a state object holds, in the form of run records. Pure. */
export function savedRuns(state: LifecycleState): ReadonlyMap<InstanceId, RunRecord> {
  const saved = new Map<InstanceId, RunRecord>();
  for (const [id, { triggers, last }] of decodeAdopted(state))
    if (last !== undefined) saved.set(id, { record: last, triggers });
  return saved;
}

/** A baseline in the form in which a plan hands it on to the apply. Pure. */
export function replacedInstances({ adopted, observed }: Baseline): ReadonlyMap<InstanceId, ReplacedInstance> {
  return new Map(
    [...adopted].map(([id, { triggers, last }]) => {
      const entry = observed.get(id);
      const seen = { name: entry?.name ?? "", engine: entry?.engine ?? "", status: entry?.status ?? "" };
      return [id, { triggers, last, observed: entry === undefined ? undefined : seen }] as const;
    }),
  );
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
