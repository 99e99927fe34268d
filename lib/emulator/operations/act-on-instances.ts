import type { Engine, InstanceId } from "../../domain/instance";
import { parseActionRequest, type ActionRequest } from "./action-request";
import { answer, type ApiAnswer } from "../api-call";
import type { Dialect } from "../fleet/instance-view";
import { requireInstance, requireInstances, requirePermitted } from "./preconditions";
import type { Actor } from "../fleet/task-records";
import { changeInstance } from "./change-instance";
import { failedCreations, type ServiceState } from "./service-state";

/**
 * `POST …/instances/action`: 200 with one result per id, in the order of the request; 204 without a body for all-failure, also if there was
 * no instance to remove (Assumed). `success` means accepted. Throws the documented refusals, without any effect.
 */
export function actOnInstances(
  state: ServiceState,
  dialect: Dialect,
  projectId: string,
  body: Uint8Array,
  actor: Actor,
): ApiAnswer {
  const request = parseActionRequest(body, dialect);
  switch (request.kind) {
    case "batch":
      return actOnBatch(state, dialect, projectId, request, actor);
    case "purge":
      return purgeFailed(state, projectId, request.engine, actor);
  }
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

function actOnBatch(
  state: ServiceState,
  dialect: Dialect,
  projectId: string,
  { action, ids, forceDelete }: ActionRequest & { kind: "batch" },
  actor: Actor,
): ApiAnswer {
  const instances = requireInstances(state.store, projectId, ids, state.pace().nowMs);
  requirePermitted(action, instances, forceDelete);
  const toRecycleBin = state.recycleBin() && dialect === "v2" && !forceDelete;
  const results = instances.map((instance) => {
    const { id } = instance.record;
    const fault = state.faults.forInstance({ operation: "action", action, instances: ids }, id);
    return { result: changeInstance(state, instance, action, fault, { actor, toRecycleBin }), instance: id };
  });
  return answer(200, { results });
}

/** Only a fault rule makes one of them fail. The answer must then name it, and has the form of a batch (Assumed). */
function purgeFailed(state: ServiceState, projectId: string, engine: Engine, actor: Actor): ApiAnswer {
  const failed = failedCreations(state, projectId, engine);
  const subject = { operation: "action", action: "delete", instances: failed.map(({ record }) => record.id) } as const;
  const results = failed.map((instance) => {
    const fault = state.faults.forInstance(subject, instance.record.id);
    const result = changeInstance(state, instance, "delete", fault, { actor, toRecycleBin: false });
    return { result, instance: instance.record.id };
  });
  return results.some(({ result }) => result === "failed") ? answer(200, { results }) : answer(204);
}
