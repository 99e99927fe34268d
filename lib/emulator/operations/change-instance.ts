import type { Action } from "../../domain/instance";
import type { InstanceFault } from "../fault-rules";
import type { InstanceNow } from "../store";
import { startDeletion, startRestart, type Course } from "../transitions";
import type { ServiceState } from "./service-state";

/** Starts what was asked for on one instance, or what a rule makes of it. Returns the word for the answer. */
export function changeInstance(
  state: ServiceState,
  { record }: InstanceNow,
  action: Action,
  fault: InstanceFault | undefined,
  toRecycleBin: boolean,
): "success" | "failed" {
  const course = courseOf(fault);
  if (course === "failed") return "failed";
  if (course !== "none") {
    const condition =
      action === "restart"
        ? startRestart(record.id, state.pace(), course)
        : startDeletion(record.id, state.pace(), course, toRecycleBin ? "RECYCLE" : null);
    state.store.change(record, condition);
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
