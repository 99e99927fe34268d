import type { InstanceId } from "../../domain/instance";
import type { ActionRecord } from "../../domain/action-record";
import { statusesOf } from "../../rollout/look";
import type { LocalMemory, RunRecord, TriggerDigests } from "../memory";
import type { ProviderData } from "../service";
import type { Baseline } from "./assessment";
import { knownRecords } from "./baseline";
import { type Found, recordsAfter } from "./observe";
import { digestTriggers } from "./trigger-digests";

type Records = ReadonlyMap<InstanceId, ActionRecord>;

/** A baseline that knows what a look has shown. */
export function withEvidence(
  baseline: Baseline,
  found: Found,
  { clock, memory }: Extract<ProviderData, { kind: "ready" }>,
): Baseline {
  const before = knownRecords(baseline);
  const after = recordsAfter(before, statusesOf(found), clock.now());
  const triggersOf = (id: InstanceId): TriggerDigests | undefined => {
    const entry = baseline.adopted.get(id);
    return entry === undefined ? undefined : digestTriggers(entry.triggers, memory.digest);
  };
  const seen = keepEvidence(before, after, triggersOf, memory);
  const adopted = new Map(baseline.adopted);
  for (const [id, { record }] of seen) adopted.set(id, { triggers: new Map(), ...adopted.get(id), last: record });
  return { ...baseline, adopted };
}

/**
 * Keeps, on this machine, that instances have left the status they had before a call. A restart may be over before the next
 * look, and not every look ends up in state; it changes what a `verify` can prove, never what is due. Answers what it kept.
 */
export function keepEvidence(
  before: Records,
  after: Records,
  triggersOf: (id: InstanceId) => TriggerDigests | undefined,
  { runRecords }: LocalMemory,
): ReadonlyMap<InstanceId, RunRecord> {
  const evidence = new Map<InstanceId, RunRecord>();
  for (const [id, record] of after) {
    const triggers = triggersOf(id);
    if (triggers !== undefined && record.leftAt !== "" && before.get(id)?.leftAt === "") {
      evidence.set(id, { record, triggers });
    }
  }
  if (evidence.size > 0) runRecords.begin().save(evidence);
  return evidence;
}
