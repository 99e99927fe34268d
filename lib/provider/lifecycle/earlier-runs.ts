import type { Desired } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import { type ActionRecord, newestRecord } from "../../domain/record";
import type { PrivateData } from "../../framework/resource";
import type { LocalMemory, RunRecord, TriggerDigests } from "../memory";
import type { ProviderData } from "../service";
import type { Baseline } from "./assessment";
import { savedRuns, wasSentFor } from "./baseline";
import { decodeRecords, type LifecycleState } from "./model";
import { decodePrivate } from "./private-state";
import { sameDigests } from "./trigger-digests";

type Runs = ReadonlyMap<InstanceId, RunRecord>;

/**
 * Runs that state may not know of: from the records on this machine, and from those that a refresh has put into state, whose
 * triggers travel in the private data.
 */
export function runsKnownTo(input: {
  readonly prior: LifecycleState | undefined;
  readonly private: PrivateData | undefined;
  readonly provider: ProviderData;
}): Runs {
  const runs = new Map(input.provider.memory.runRecords.load());
  if (input.prior === undefined) return runs;
  const records = decodeRecords(input.prior);
  for (const [id, triggers] of decodePrivate(input.private).ran) {
    const record = records.get(id);
    const known = runs.get(id)?.record;
    if (record === undefined || (known !== undefined && newestRecord(known, record) === known)) continue;
    runs.set(id, { record, triggers });
  }
  return runs;
}

/**
 * Turns calls that would be made into a `verify` each, where hearsay says that they were sent for what is declared now. Nothing else is
 * believed of it: what it says was seen, and when, does not count. `sends`: the instances that a call would be made for. Pure.
 */
export function withHearsay(
  baseline: Baseline,
  desired: readonly Desired[],
  hearsay: Runs,
  sends: ReadonlySet<InstanceId>,
  digest: LocalMemory["digest"],
): Baseline {
  const adopted = new Map(baseline.adopted);
  for (const instance of desired) {
    const { id, triggers } = instance;
    const run = hearsay.get(id);
    const last = adopted.get(id)?.last;
    if (run === undefined || !sends.has(id) || !wasSentFor(instance, run, digest)) continue;
    if (last !== undefined && last.finishedAt > run.record.finishedAt) continue;
    adopted.set(id, { triggers, last: asHearsay(run.record) });
  }
  return { ...baseline, adopted };
}

function asHearsay(record: ActionRecord): ActionRecord {
  return {
    ...record,
    result: "unknown",
    accepted: false,
    status: "",
    reason: "a record that this user's provider did not write says that it was sent",
    submittedAt: "",
    leftAt: "",
    finishedAt: "",
  };
}

/** What a refresh adds to state: records of runs that state does not know, and the triggers they ran for. */
export function refreshedRuns(
  state: LifecycleState,
  priorPrivate: PrivateData | undefined,
  { runRecords, digest }: LocalMemory,
): { readonly runs: Runs; readonly ran: ReadonlyMap<InstanceId, TriggerDigests> } {
  const saved = savedRuns(state, digest);
  runRecords.confirm(saved);
  const runs = new Map(saved);
  const ran = new Map(decodePrivate(priorPrivate).ran);
  for (const [id, run] of runRecords.load()) {
    const known = saved.get(id);
    if (known !== undefined && newestRecord(known.record, run.record) === known.record) continue;
    runs.set(id, run);
    if (known === undefined || !sameDigests(known.triggers, run.triggers)) ran.set(id, run.triggers);
  }
  return { runs, ran };
}
