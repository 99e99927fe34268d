import type { Engine } from "../../domain/instance";
import { engineOf } from "../fleet/engine-words";
import type { InstanceNow } from "../fleet/store";
import type { ServiceState } from "./service-state";

/** The failed creations of one engine in one project, in the order of the seed. */
export function failedCreations(state: ServiceState, projectId: string, engine: Engine): readonly InstanceNow[] {
  return state.store
    .ofProject(projectId, state.pace().nowMs)
    .filter(({ record }) => record.condition.status === "CREATEFAILED" && engineOf(record.engine) === engine);
}
