import type { InstanceId } from "../../domain/instance";
import type { ActionRecord } from "../../domain/record";
import { statusesOf } from "../../rollout/look";
import type { ProviderData, RunRecord } from "../service";
import type { Baseline } from "./assessment";
import { knownRecords } from "./baseline";
import { type Found, recordsAfter } from "./observe";

/**
 * A baseline that knows what a look has shown. A restart may be over before the next look, so evidence that an instance has
 * left its status is kept on this machine at once; it changes what a `verify` can prove, never what is due.
 */
export function withEvidence(
  baseline: Baseline,
  found: Found,
  { clock, runRecords }: Extract<ProviderData, { kind: "ready" }>,
): Baseline {
  const before = knownRecords(baseline);
  const after = recordsAfter(before, statusesOf(found), clock.now());
  const adopted = new Map(baseline.adopted);
  const evidence = new Map<InstanceId, RunRecord>();
  for (const [id, record] of after) {
    const entry = adopted.get(id);
    if (entry === undefined || !isEvidence(record, before.get(id))) continue;
    adopted.set(id, { ...entry, last: record });
    evidence.set(id, { record, triggers: entry.triggers });
  }
  if (evidence.size > 0) runRecords.begin().save(evidence);
  return { ...baseline, adopted };
}

function isEvidence(record: ActionRecord, before: ActionRecord | undefined): boolean {
  return record.leftAt !== "" && before?.leftAt === "";
}
