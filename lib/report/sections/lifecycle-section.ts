import { decodeEntries } from "./action-entry";
import { asList, asNumber, asObject, asText, entriesOf } from "../terraform/json-value";
import { lifecycleRows } from "./lifecycle-rows";
import { sensitiveMark } from "../terraform/mask-sensitive";
import { namedInstance } from "./named-instance";
import type { DueActions, LifecycleSection, NamedInstance, Own } from "../report";
import { findRuns } from "./runs";
import type { PlannedView, ResourceView } from "../terraform/terraform-json";

/** The section of a `dms_instance_lifecycle`. */
export function lifecycleSection({ recorded = {}, planned }: ResourceView): Own<LifecycleSection> {
  const { instances } = planned?.after ?? recorded;
  const declared = declaredIn(instances);
  return {
    kind: "lifecycle",
    declaration: declared !== undefined ? "known" : instances === sensitiveMark ? "hidden" : "undecided",
    rows: lifecycleRows(recorded, declared),
    due: planned === undefined ? { kind: "none" } : dueActions(planned),
    runs: findRuns(decodeEntries(recorded["results"])),
  };
}

/** The declared instances; `undefined` if the value is not a map. */
function declaredIn(instances: unknown): readonly NamedInstance[] | undefined {
  if (asObject(instances) === undefined) return undefined;
  return entriesOf(instances).map(([name, value]) => ({ ...namedInstance(value), name }));
}

// The due actions. Without any, planned_actions keeps its last value; with some, the results are unknown.
function dueActions({ after, unknown }: PlannedView): DueActions {
  if (unknown["planned_actions"] === true) return { kind: "undecided" };
  if (unknown["results"] !== true) return { kind: "none" };
  const actions = asList(after?.["planned_actions"]).map((value) => {
    const action = asObject(value) ?? {};
    return {
      ...namedInstance(action),
      action: asText(action["action"]),
      reason: asText(action["reason"]),
      wave: asNumber(action["wave"]) ?? 0,
    };
  });
  return actions.length === 0 ? { kind: "none" } : { kind: "known", actions };
}
