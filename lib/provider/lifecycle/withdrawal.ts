import type { Adopted, Desired } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import type { ActionRecord } from "../../domain/record";
import { classifyStatus } from "../../domain/status";
import type { Planned } from "../../domain/waves";
import type { LocalMemory } from "../memory";
import type { Baseline } from "./assessment";
import type { OpenCause } from "./private-state";
import { digestTriggers, sameDigests } from "./trigger-digests";

type Digest = LocalMemory["digest"];
type Causes = ReadonlyMap<InstanceId, OpenCause>;

/**
 * B4: an unfinished restart is no longer due when what made it due is gone. Its record goes with it.
 *
 *  - No call was made for it, and the triggers are again those before the change that asked for it.
 *  - The instance was in ERROR, and is not any more, or restart_unhealthy is off.
 *
 * Pure.
 */
export function withoutWithdrawn(
  baseline: Baseline,
  desired: readonly Desired[],
  causes: Causes,
  { restartUnhealthy, digest }: { readonly restartUnhealthy: boolean; readonly digest: Digest },
): Baseline {
  if (causes.size === 0) return baseline;
  const adopted = new Map(baseline.adopted);
  for (const instance of desired) {
    const known = adopted.get(instance.id);
    const cause = causes.get(instance.id);
    if (known?.last?.action !== "restart" || cause === undefined || known.last.result === "success") continue;
    const status = baseline.statuses.get(instance.id) ?? "";
    const healthy = !restartUnhealthy || classifyStatus(status) !== "faulty";
    if (isReverted(instance, known, cause, digest) || (isOnlyForHealth(instance, known, cause, digest) && healthy)) {
      adopted.set(instance.id, { triggers: instance.triggers, last: undefined });
    }
  }
  return { ...baseline, adopted };
}

function isReverted({ triggers }: Desired, { last }: Adopted, { before }: OpenCause, digest: Digest): boolean {
  return isUnsent(last) && before !== undefined && sameDigests(before, digestTriggers(triggers, digest));
}

/** No call was made for it. */
function isUnsent(record: ActionRecord | undefined): boolean {
  return record !== undefined && record.submittedAt === "" && record.result !== "unknown";
}

function isOnlyForHealth({ triggers }: Desired, known: Adopted, { unhealthy }: OpenCause, digest: Digest): boolean {
  const sameTriggers = sameDigests(digestTriggers(known.triggers, digest), digestTriggers(triggers, digest));
  return unhealthy === true && known.last?.result !== "unknown" && sameTriggers;
}

/** Why the actions that a run leaves unfinished were due; of one that was due again, why it was at first. Pure. */
export function openCauses(
  open: readonly Planned[],
  desired: readonly Desired[],
  baseline: Baseline,
  records: ReadonlyMap<InstanceId, ActionRecord>,
  { earlier, digest }: { readonly earlier: Causes; readonly digest: Digest },
): Causes {
  const causes = new Map<InstanceId, OpenCause>();
  const triggersOf = new Map(desired.map(({ id, triggers }) => [id, digestTriggers(triggers, digest)]));
  for (const { id, action } of open) {
    const known = baseline.adopted.get(id);
    const now = triggersOf.get(id);
    if (action !== "restart" || known === undefined || now === undefined) continue;
    const cause = causeOf(known, now, earlier.get(id), digest);
    if (cause.unhealthy === true || (isUnsent(records.get(id)) && cause.before !== undefined)) causes.set(id, cause);
  }
  return causes;
}

function causeOf(
  known: Adopted,
  now: ReadonlyMap<string, string>,
  earlier: OpenCause | undefined,
  digest: Digest,
): OpenCause {
  const before = digestTriggers(known.triggers, digest);
  if (!sameDigests(before, now)) return { before: earlier?.before ?? before };
  const isRepeated = known.last !== undefined && known.last.result !== "success";
  return isRepeated ? (earlier ?? {}) : { unhealthy: true };
}
