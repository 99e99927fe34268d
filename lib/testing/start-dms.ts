import type { DmsKit, DmsKitOptions } from "./dms-kit";
import { startKit } from "./running-kit";

/**
 * Starts an emulator on a free port of this machine, and keeps a temporary folder for terraform to work in. `stop` ends both.
 * Rejects with one sentence without terraform >= 1.5, and for an invalid seed.
 */
export function startDms(options: DmsKitOptions = {}): Promise<DmsKit> {
  return startKit(options);
}
