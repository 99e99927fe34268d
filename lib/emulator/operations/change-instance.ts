import type { Action } from "../../domain/instance";
import type { InstanceFault } from "../faults/fault-rules";
import type { Condition, Disguise } from "../fleet/instance-record";
import type { InstanceNow } from "../fleet/store";
import { beginTask, type Actor } from "../fleet/task-records";
import { startDeletion, startRestart, type Course, type Pace } from "../fleet/transitions";
import type { ServiceState } from "./service-state";

interface ChangeSettings {
  /** The caller who asked for the change. */
  readonly actor: Actor;
  /** A deletion ends in the recycle bin. */
  readonly toRecycleBin: boolean;
}

/** Starts the requested action on one instance, or the effect of a fault rule. Returns the word for the answer. */
export function changeInstance(
  state: ServiceState,
  { record }: InstanceNow,
  action: Action,
  fault: InstanceFault | undefined,
  { actor, toRecycleBin }: ChangeSettings,
): "success" | "failed" {
  const course = courseOf(fault);
  if (course === "failed") return "failed";
  const pace = state.pace();
  const disguise = disguiseOf(fault, pace);
  if (course === "none") {
    if (disguise !== undefined) state.store.replace({ ...record, disguise });
    return "success";
  }
  if (action === "restart") {
    const condition = startRestart(record.id, pace, course);
    const tasks = beginTask(record.tasks, record.id, "restart", actor, pace.nowMs);
    state.store.replace({ ...record, tasks, disguise, condition: behind(disguise, condition) });
  } else {
    const condition = startDeletion(record.id, pace, course, toRecycleBin ? "RECYCLE" : null);
    state.store.replace({ ...record, disguise, condition: behind(disguise, condition) });
  }
  return "success";
}

function disguiseOf(fault: InstanceFault | undefined, { nowMs, speed }: Pace): Disguise | undefined {
  if (fault?.kind !== "show") return undefined;
  return { status: fault.status, untilMs: nowMs + Math.round(fault.forMs / speed) };
}

/**
 * A change behind a disguise. A change that ends before the disguise is never shown; a deleted instance disappears when the disguise ends.
 */
function behind(disguise: Disguise | undefined, condition: Condition): Condition {
  if (disguise === undefined || condition.kind === "steady" || condition.endsAtMs === null) return condition;
  if (condition.end === null) return { ...condition, endsAtMs: Math.max(condition.endsAtMs, disguise.untilMs) };
  return disguise.untilMs >= condition.endsAtMs ? { ...condition, unseen: false } : condition;
}

function courseOf(fault: InstanceFault | undefined): Course | "failed" | "none" {
  switch (fault?.kind) {
    case undefined:
      return { kind: "normal" };
    case "item-failed":
      return "failed";
    case "ignore":
      return "none";
    case "show":
      return fault.isIgnored ? "none" : { kind: "normal" };
    case "stuck":
    case "ends":
      return fault;
  }
}
