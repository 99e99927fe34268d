import { asList, asText } from "../terraform/json-value";
import { namedInstance } from "./action-entry";
import type { DueRemovals, NamedInstance, Own, PurgeSection } from "../report";
import type { PlannedView, ResourceView } from "../terraform/terraform-json";

/** The section of a `dms_failed_instance_purge`. */
export function purgeSection({ recorded = {}, planned }: ResourceView): Own<PurgeSection> {
  return {
    kind: "purge",
    engine: asText((planned?.after ?? recorded)["engine"]),
    pending: asList(recorded["pending"]).map(namedInstance),
    purged: asList(recorded["purged"]).map(namedInstance),
    purgedAt: asText(recorded["purged_at"]),
    due: planned === undefined ? { kind: "none" } : dueRemovals(planned),
  };
}

// The due removals. Without any, planned_purge keeps its last value; with some, the record of the purge is unknown.
function dueRemovals({ after, unknown }: PlannedView): DueRemovals {
  if (unknown["purged"] !== true) return { kind: "none" };
  const listed = after?.["planned_purge"];
  return Array.isArray(listed) ? { kind: "known", instances: listed.map(namedInstance) } : { kind: "undecided" };
}

/** Failed creations that the last look found and that a plan does not list for removal. */
export function pendingBesides({ pending, due }: Pick<PurgeSection, "pending" | "due">): readonly NamedInstance[] {
  if (due.kind !== "known") return pending;
  const ids = new Set(due.instances.map(({ instanceId }) => instanceId));
  return pending.filter(({ instanceId }) => !ids.has(instanceId));
}
