import type { Diagnostic } from "../../framework/values/diagnostic";
import type { PurgeTrouble } from "../../rollout/purge";
import {
  type PurgeAsker,
  purgeFateUnknown,
  purgeGrewMeanwhile,
  purgeIncomplete,
  purgeInterrupted,
  purgeRefused,
  serviceFailed,
} from "../messages";

/** The diagnostic of a failure of the call or after it. */
export function troubleDiagnostic(trouble: PurgeTrouble, asker: PurgeAsker = "resource"): Diagnostic {
  switch (trouble.kind) {
    case "refused":
      return serviceFailed("purging failed creations", trouble.failure);
    case "grew":
      return purgeGrewMeanwhile(trouble.added, asker);
    case "fate-unknown":
      return purgeFateUnknown(trouble.message, asker);
    case "denied":
      return purgeRefused(trouble.left, asker);
    case "remaining":
      return purgeIncomplete(trouble.left, trouble.waitedMs, asker);
    case "interrupted":
      return purgeInterrupted(trouble.left, asker);
  }
}
