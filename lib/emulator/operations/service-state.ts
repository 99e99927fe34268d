import type { FaultBox } from "../faults/fault-box";
import type { Store } from "../fleet/store";
import type { TaskNames } from "../tasks/task-view";
import type { Pace } from "../fleet/transitions";

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
