import type { DmsKit, DmsKitOptions } from "./dms-kit";
import { startKit } from "./running-kit";

/**
 * Starts an emulator on a free port of this machine, and keeps a temporary folder for terraform to work in. `stop` ends both.
 * Rejects with one sentence when there is no terraform >= 1.5, and for a seed that cannot be used.
 */
export function startDms(options: DmsKitOptions = {}): Promise<DmsKit> {
  return startKit(options);
}
