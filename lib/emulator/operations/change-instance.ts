import type { Action } from "../../domain/instance";
import type { InstanceFault } from "../fault-rules";
import type { InstanceNow } from "../store";
import { beginTask, type Actor } from "../tasks/task-records";
import { startDeletion, startRestart, type Course } from "../transitions";
import type { ServiceState } from "./service-state";

interface ChangeSettings {
  /** Who asked for it. */
  readonly actor: Actor;
  /** A deletion ends in the recycle bin. */
  readonly toRecycleBin: boolean;
}

/** Starts what was asked for on one instance, or what a rule makes of it. Returns the word for the answer. */
export function changeInstance(
  state: ServiceState,
  { record }: InstanceNow,
  action: Action,
  fault: InstanceFault | undefined,
  { actor, toRecycleBin }: ChangeSettings,
): "success" | "failed" {
  const course = courseOf(fault);
  if (course === "failed") return "failed";
  if (course === "none") return "success";
  const pace = state.pace();
  if (action === "restart") {
    const condition = startRestart(record.id, pace, course);
    state.store.replace({
      ...record,
      condition,
      tasks: beginTask(record.tasks, record.id, "restart", actor, pace.nowMs),
    });
  } else {
    state.store.change(record, startDeletion(record.id, pace, course, toRecycleBin ? "RECYCLE" : null));
  }
  return "success";
}

function courseOf(fault: InstanceFault | undefined): Course | "failed" | "none" {
  switch (fault?.kind) {
    case undefined:
      return { kind: "normal" };
    case "item-failed":
      return "failed";
    case "ignore":
      return "none";
    case "stuck":
    case "ends":
      return fault;
  }
}
