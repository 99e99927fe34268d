import { parseActionRequest, type ActionRequest } from "../action-request";
import { answer, type ApiAnswer } from "../api-call";
import { engineOf } from "../engine-words";
import type { Dialect } from "../instance-view";
import { requireInstances, requirePermitted } from "../preconditions";
import type { InstanceNow } from "../store";
import { changeInstance } from "./change-instance";
import type { ServiceState } from "./service-state";

/**
 * `POST …/instances/action`: 200 with one result per id, in the order asked; 204 and no body for all-failure, also when
 * there was nothing to remove (Assumed). `success` means accepted. Throws the documented refusals; then nothing is done.
 */
export function actOnInstances(state: ServiceState, dialect: Dialect, projectId: string, body: Uint8Array): ApiAnswer {
  const request = parseActionRequest(body, dialect);
  switch (request.kind) {
    case "batch":
      return actOnBatch(state, dialect, projectId, request);
    case "purge":
      purgeFailed(state, projectId, request.engine);
      return answer(204);
  }
}

/** The failed creations of one engine in one project. Pure. */
function failedCreations(state: ServiceState, projectId: string, engine: string): readonly InstanceNow[] {
  return state.store
    .ofProject(projectId, state.pace().nowMs)
    .filter(({ record, status }) => status === "CREATEFAILED" && engineOf(record.engine) === engine);
}

function actOnBatch(
  state: ServiceState,
  dialect: Dialect,
  projectId: string,
  { action, ids, forceDelete }: ActionRequest & { kind: "batch" },
): ApiAnswer {
  const instances = requireInstances(state.store, projectId, ids, state.pace().nowMs);
  requirePermitted(action, instances, forceDelete);
  const toRecycleBin = state.recycleBin() && dialect === "v2" && !forceDelete;
  const results = instances.map((instance) => {
    const { id } = instance.record;
    const fault = state.faults.forInstance({ operation: "action", action, instances: ids }, id);
    return { result: changeInstance(state, instance, action, fault, toRecycleBin), instance: id };
  });
  return answer(200, { results });
}

function purgeFailed(state: ServiceState, projectId: string, engine: string): void {
  const failed = failedCreations(state, projectId, engine);
  const instances = failed.map(({ record }) => record.id);
  for (const instance of failed) {
    const subject = { operation: "action", action: "delete", instances } as const;
    changeInstance(state, instance, "delete", state.faults.forInstance(subject, instance.record.id), false);
  }
}
