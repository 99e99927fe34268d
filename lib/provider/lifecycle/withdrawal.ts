import type { Adopted, Desired } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import type { ActionRecord } from "../../domain/action-record";
import { classifyStatus } from "../../domain/status";
import type { Planned } from "../../domain/ledger/waves";
import type { LocalMemory, TriggerDigests } from "../memory";
import type { Baseline } from "./assessment";
import type { OpenCause } from "./private-state";
import { areDigested, digestTriggers, likeDigests } from "./trigger-digests";

type Digest = LocalMemory["digest"];
type Causes = ReadonlyMap<InstanceId, OpenCause>;

/**
 * B4: what was asked for and not done does not hide what was known before.
 *
 *  - A restart for which no call was made, and the triggers are again those before the change that asked for it: it is not
 *    due any more, and what was recorded before it counts again.
 *  - A restart because of ERROR, and the instance is not in ERROR any more or restart_unhealthy is off: likewise.
 *  - A deletion that did not happen and is not asked for any more: a restart that was due before it, or would have become due
 *    meanwhile, is due.
 *  - Triggers that changed while the instance was gone, and it is back: it restarts for them.
 *
 * Pure.
 */
export function withoutWithdrawn(
  baseline: Baseline,
  desired: readonly Desired[],
  causes: Causes,
  rules: { readonly restartUnhealthy: boolean; readonly digest: Digest },
): Baseline {
  if (causes.size === 0) return baseline;
  const adopted = new Map(baseline.adopted);
  for (const instance of desired) {
    const known = adopted.get(instance.id);
    const cause = causes.get(instance.id);
    if (known === undefined || cause === undefined) continue;
    const status = baseline.statuses.get(instance.id) ?? "";
    adopted.set(instance.id, withoutCause(instance, known, cause, { ...rules, status }));
  }
  return { ...baseline, adopted };
}

interface Rules {
  readonly restartUnhealthy: boolean;
  readonly digest: Digest;
  readonly status: string;
}

function withoutCause(instance: Desired, known: Adopted, cause: OpenCause, rules: Rules): Adopted {
  const { last } = known;
  if (last?.action === "restart" && last.result !== "success") {
    const withdrawn = isReverted(instance, known, cause, rules) || isWellAgain(instance, known, cause, rules);
    if (withdrawn) return { triggers: instance.triggers, last: cause.last };
    if (isUnsent(last)) return known;
  }
  if (instance.state === "deleted" || isGone(rules.status) || cause.before === undefined) return known;
  const triggers = likeDigests(cause.before, instance.triggers, rules.digest);
  if (last?.action !== "delete") return { ...known, triggers };
  if (last.result === "unknown") return known;
  const owesRestart = isOpenRestart(cause.last) || !areDigested(instance.triggers, cause.before, rules.digest);
  return owesRestart || isUnsent(last) ? { triggers, last: cause.last } : known;
}

function isReverted({ triggers }: Desired, { last }: Adopted, { before }: OpenCause, { digest }: Rules): boolean {
  return isUnsent(last) && before !== undefined && areDigested(triggers, before, digest);
}

/** It was due for its health alone, and that has been mended or is no longer asked for. */
function isWellAgain({ triggers }: Desired, known: Adopted, { unhealthy }: OpenCause, rules: Rules): boolean {
  const { restartUnhealthy, digest, status } = rules;
  if (unhealthy !== true || known.last?.result === "unknown") return false;
  if (restartUnhealthy && classifyStatus(status) === "faulty") return false;
  return areDigested(triggers, digestTriggers(known.triggers, digest), digest);
}

/** No call was made for it. */
function isUnsent(record: ActionRecord | undefined): boolean {
  return record !== undefined && record.submittedAt === "" && record.result !== "unknown";
}

function isOpenRestart(record: ActionRecord | undefined): boolean {
  return record?.action === "restart" && record.result !== "success";
}

const isGone = (status: string): boolean => classifyStatus(status) === "gone";

interface Given {
  readonly desired: readonly Desired[];
  readonly baseline: Baseline;
  /** Of the runs before. */
  readonly earlier: Causes;
  readonly digest: Digest;
}

/**
 * Why the actions that a run leaves unfinished were due; of one that was due again, why it was at first. And what instances
 * that are gone have missed. Pure.
 */
export function openCauses(
  open: readonly Planned[],
  records: ReadonlyMap<InstanceId, ActionRecord>,
  given: Given,
): Causes {
  const causes = new Map(missedChanges(given));
  const declared = new Map(given.desired.map((instance) => [instance.id, instance]));
  for (const { id, action } of open) {
    const known = given.baseline.adopted.get(id);
    const instance = declared.get(id);
    if (known === undefined || instance === undefined) continue;
    const earlier = given.earlier.get(id);
    if (action === "delete") {
      causes.set(id, asKnown(known, earlier, given.digest));
      continue;
    }
    const cause = restartCause(instance, known, earlier, given.digest);
    if (cause.unhealthy === true || (isUnsent(records.get(id)) && cause.before !== undefined)) causes.set(id, cause);
  }
  return causes;
}

/** Changes of triggers that nothing can be done for as long as the instance is gone. Pure. */
export function missedChanges({ desired, baseline, earlier, digest }: Given): Causes {
  return new Map(
    desired.flatMap(({ id, state, triggers }) => {
      const known = baseline.adopted.get(id);
      if (known === undefined || state === "deleted" || !isGone(baseline.statuses.get(id) ?? "")) return [];
      const cause = asKnown(known, earlier.get(id), digest);
      const changed = !areDigested(triggers, cause.before, digest);
      return changed ? [[id, cause] as const] : [];
    }),
  );
}

/** How it was known before anything that has not been done was asked for. */
function asKnown(
  { triggers, last }: Adopted,
  earlier: OpenCause | undefined,
  digest: Digest,
): OpenCause & { readonly before: TriggerDigests } {
  if (earlier?.before !== undefined) return { before: earlier.before, last: earlier.last };
  // A restart for its health alone is due anew as long as it is unhealthy; what was before it counts.
  const forHealth = earlier?.unhealthy === true && last?.result !== "unknown";
  return { before: digestTriggers(triggers, digest), last: forHealth ? earlier.last : last };
}

function restartCause(
  { triggers }: Desired,
  known: Adopted,
  earlier: OpenCause | undefined,
  digest: Digest,
): OpenCause {
  const changed = !areDigested(triggers, digestTriggers(known.triggers, digest), digest);
  if (changed) return asKnown(known, earlier, digest);
  return isOpenRestart(known.last) ? (earlier ?? {}) : { unhealthy: true, last: known.last };
}
