import type { FaultBox } from "../fault-box";
import type { Store } from "../store";
import type { Pace } from "../transitions";

/** What the instance operations work on. */
export interface ServiceState {
  readonly store: Store;
  readonly faults: FaultBox;
  /** Now, and how fast things go. */
  pace(): Pace;
  /** v2 deletes leave the instance in the recycle bin unless forced. */
  recycleBin(): boolean;
}
