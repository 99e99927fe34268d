import type { Diagnostic } from "../../framework/values/diagnostic";
import { error, listed, type NamedInstance, titled, warning } from "./sentence";

export function importIdInvalid(received: string): Diagnostic {
  return error(
    "Invalid Import Id",
    `The import id must be instance ids separated by commas, each optionally with a name before it ("orders=5460…,audit=7166…"), each id and name once, and all of them optionally with the id of their project before them ("0123…/orders=5460…"); got ${JSON.stringify(received)}.`,
  );
}

export function importNotFound(ids: readonly string[]): Diagnostic {
  return error(
    "Instance Does Not Exist",
    `The service does not know ${ids.join(", ")}. Nothing was imported. Check the ids, the project and the region.`,
  );
}

export function triggersAdopted(instances: readonly NamedInstance[]): readonly Diagnostic[] {
  if (instances.length === 0) return [];
  return [
    warning(
      titled("Triggers Adopted Without A Restart", instances),
      `${listed(instances)} ${instances.length === 1 ? "was" : "were"} imported. The configured restart_triggers are recorded as they are. Nothing is restarted now; their next change restarts.`,
    ),
  ];
}
