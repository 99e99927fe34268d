import type { Adopted, Desired } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import { type ActionRecord, newestRecord } from "../../domain/record";
import type { LocalMemory, ReplacedInstance, RunRecord } from "../memory";
import type { Baseline } from "./assessment";
import { decodeAdopted, decodeObserved, decodeStatuses, type LifecycleState, type ObservedEntry } from "./model";
import { successorMark } from "./predecessors";
import { areDigested, digestTriggers, likeDigests } from "./trigger-digests";

/**
 * Where the knowledge about instances comes from.
 *
 *  B1  An update starts from the prior state.
 *  B2  A creation starts from the object it succeeds (predecessors.ts), so that what a failed first apply did is not
 *      forgotten and a replacement acts on nothing by itself; without one it starts from nothing.
 *  B3  Records of runs that Terraform may not have saved only ever take calls away (`withEarlierRuns`); those that others may have
 *      written make a `verify` of a call, and prove nothing (`withHearsay`).
 *  B4  What was not sent and is not asked for any more is taken back (withdrawal.ts).
 */
export function baselineOf(states: readonly LifecycleState[]): Baseline {
  const adopted = new Map<InstanceId, Adopted>();
  const statuses = new Map<InstanceId, string>();
  const observed = new Map<InstanceId, NonNullable<ObservedEntry>>();
  for (const state of states) {
    for (const [id, entry] of decodeAdopted(state)) adopted.set(id, entry);
    for (const [id, status] of decodeStatuses(state)) statuses.set(id, status);
    for (const [id, entry] of decodeObserved(state)) observed.set(id, entry);
  }
  return { adopted, statuses, observed };
}

type Digest = LocalMemory["digest"];

/** The baseline that a replaced object has left on this machine for its successor. Pure. */
export function baselineFromReplaced(
  replaced: ReadonlyMap<InstanceId, ReplacedInstance>,
  desired: readonly Desired[],
  { digest, command }: Pick<LocalMemory, "digest" | "command">,
): Baseline {
  const mark = successorMark(desired, digest);
  const known = desired.flatMap((instance) => {
    const entry = replaced.get(instance.id);
    const isForIt = entry !== undefined && (isLeftOver(entry, command) || (entry.successor ?? mark) === mark);
    return isForIt ? [{ ...instance, entry }] : [];
  });
  const observed = known.flatMap(({ id, entry: { observed: seen } }) =>
    seen === undefined ? [] : [[id, { instance_id: id, ...seen }] as const],
  );
  return {
    adopted: new Map(
      known.map(({ id, triggers, entry }) => [
        id,
        { triggers: likeDigests(entry.triggers, triggers, digest), last: entry.last },
      ]),
    ),
    statuses: new Map(observed.map(([id, { status }]) => [id, status])),
    observed: new Map(observed),
  };
}

/** Its object was destroyed, and no successor came: whatever declares the instance now goes on with it. */
function isLeftOver({ destroyedBy }: ReplacedInstance, command: string): boolean {
  return destroyedBy !== undefined && destroyedBy !== command;
}

/** A baseline in the form in which a replaced object is remembered. Pure. */
export function replacedInstances(
  { adopted, observed }: Baseline,
  by: Pick<ReplacedInstance, "successor" | "destroyedBy">,
  digest: Digest,
): ReadonlyMap<InstanceId, ReplacedInstance> {
  return new Map(
    [...adopted].map(([id, { triggers, last }]) => {
      const entry = observed.get(id);
      const seen = { name: entry?.name ?? "", engine: entry?.engine ?? "", status: entry?.status ?? "" };
      return [
        id,
        {
          triggers: digestTriggers(triggers, digest),
          last,
          observed: entry === undefined ? undefined : seen,
          ...by,
        },
      ] as const;
    }),
  );
}

/**
 * B3: an action that an earlier run sent for the very thing that is declared now counts as sent. It succeeded, or its end is
 * watched for; anything else is left as the baseline has it. So a stale record can keep a call back, and never cause one. Pure.
 */
export function withEarlierRuns(
  baseline: Baseline,
  desired: readonly Desired[],
  runs: ReadonlyMap<InstanceId, RunRecord>,
  digest: Digest,
): Baseline {
  if (runs.size === 0) return baseline;
  const adopted = new Map(baseline.adopted);
  for (const instance of desired) {
    const run = runs.get(instance.id);
    const last = adopted.get(instance.id)?.last;
    if (run === undefined || !wasSentFor(instance, run, digest)) continue;
    if (last !== undefined && last.finishedAt > run.record.finishedAt) continue;
    adopted.set(instance.id, {
      triggers: instance.triggers,
      last: last === undefined ? run.record : newestRecord(last, run.record),
    });
  }
  return { ...baseline, adopted };
}

/** Whether the run's action is the one that is declared now, and may have been sent. Pure. */
export function wasSentFor(
  { state, triggers }: Desired,
  { record, triggers: ran }: RunRecord,
  digest: Digest,
): boolean {
  if (record.result !== "success" && record.result !== "unknown") return false;
  if (state === "deleted") return record.action === "delete";
  return record.action === "restart" && areDigested(triggers, ran, digest);
}

/** What a state object holds, in the form of run records. Pure. */
export function savedRuns(state: LifecycleState, digest: Digest): ReadonlyMap<InstanceId, RunRecord> {
  const saved = new Map<InstanceId, RunRecord>();
  for (const [id, { triggers, last }] of decodeAdopted(state)) {
    if (last !== undefined) saved.set(id, { record: last, triggers: digestTriggers(triggers, digest) });
  }
  return saved;
}

/** The last records of the declared instances. Pure. */
export function knownRecords(baseline: Baseline): ReadonlyMap<InstanceId, ActionRecord> {
  const records = new Map<InstanceId, ActionRecord>();
  for (const [id, { last }] of baseline.adopted) if (last !== undefined) records.set(id, last);
  return records;
}
