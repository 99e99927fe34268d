import { currentPlatform, writeMirror } from "../../../lib/constructs/vendor/provider-mirror";
import { loadProviderPackage } from "../../../lib/constructs/vendor/provider-package";

/** Puts the built provider into a filesystem mirror, for this platform. */
export function writeProviderMirror(directory: string): void {
  writeMirror(directory, loadProviderPackage(), [currentPlatform()]);
}
