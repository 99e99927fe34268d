import type { FaultBox } from "../faults/fault-box";
import type { InstanceNow, Store } from "../fleet/store";
import type { TaskNames } from "../fleet/task-records";
import type { Pace } from "../fleet/transitions";
import type { Engine } from "../../domain/instance";
import { engineOf } from "../fleet/instance-record";

/** The state that the instance operations work on. */
export interface ServiceState {
  readonly store: Store;
  readonly faults: FaultBox;
  /** The present time and the speed of changes. */
  pace(): Pace;
  /** The service's names for the tasks that it records. */
  taskNames(): TaskNames;
  /** v2 deletes leave the instance in the recycle bin unless forced. */
  recycleBin(): boolean;
}

/** The failed creations of one engine in one project, in the order of the seed. */
export function failedCreations(state: ServiceState, projectId: string, engine: Engine): readonly InstanceNow[] {
  return state.store
    .ofProject(projectId, state.pace().nowMs)
    .filter(({ record }) => record.condition.status === "CREATEFAILED" && engineOf(record.engine) === engine);
}
