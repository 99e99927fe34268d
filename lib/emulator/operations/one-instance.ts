import type { InstanceId } from "../../domain/instance";
import { answer, type ApiAnswer } from "../api-call";
import { viewInstance, type Dialect } from "../fleet/instance-view";
import { requireInstance, requirePermitted } from "./preconditions";
import type { Actor } from "../tasks/task-records";
import { unseenOf } from "../fleet/store";
import { changeInstance } from "./change-instance";
import type { ServiceState } from "./service-state";

/** `GET …/instances/{id}`: 200 with the instance, also while it is DELETING; 404 DMS.00404022 after that. */
export function getInstance(state: ServiceState, dialect: Dialect, projectId: string, id: InstanceId): ApiAnswer {
  const instance = requireInstance(state.store, projectId, id, state.pace().nowMs);
  return answer(200, viewInstance(instance.record, instance.status, dialect, "get"), unseenOf([instance]));
}

/** `DELETE …/instances/{id}`: 204. Same conditions as the batch call. Throws the documented refusals. */
export function deleteInstance(
  state: ServiceState,
  dialect: Dialect,
  projectId: string,
  id: InstanceId,
  actor: Actor,
): ApiAnswer {
  const instance = requireInstance(state.store, projectId, id, state.pace().nowMs);
  requirePermitted("delete", [instance], false);
  const fault = state.faults.forInstance({ operation: "delete", action: undefined, instances: [id] }, id);
  changeInstance(state, instance, "delete", fault, { actor, toRecycleBin: state.recycleBin() && dialect === "v2" });
  return answer(204);
}
