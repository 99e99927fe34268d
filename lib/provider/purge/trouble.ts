import type { Diagnostic } from "../../framework/diagnostic";
import type { PurgeTrouble } from "../../rollout/purge";
import { purgeFateUnknown, purgeIncomplete, purgeInterrupted, purgeRefused, serviceFailed } from "../messages";

/** What went wrong with the call, or after it. */
export function troubleDiagnostic(trouble: PurgeTrouble): Diagnostic {
  switch (trouble.kind) {
    case "refused":
      return serviceFailed("purging failed creations", trouble.failure);
    case "fate-unknown":
      return purgeFateUnknown(trouble.message);
    case "denied":
      return purgeRefused(trouble.left);
    case "remaining":
      return purgeIncomplete(trouble.left, trouble.waitedMs);
    case "interrupted":
      return purgeInterrupted(trouble.left);
  }
}
