import { type ActionEntry, decodeEntries, rowOf, sortRows } from "./action-entry";
import { asList, asNumber, asObject, asText, entriesOf, type JsonObject } from "./json-value";
import type { BatchSection, DueActions, LifecycleSection, NamedInstance, PurgeSection, Row, Section } from "./report";
import { findRuns } from "./runs";
import { sensitiveMark } from "./mask-sensitive";
import type { PlannedView, ResourceView } from "./terraform-json";

/** The section of a resource; `undefined` for one that this package knows nothing of. Pure. */
export function sectionOf(resource: ResourceView): Section | undefined {
  switch (resource.type) {
    case "dms_instance_lifecycle":
      return lifecycleSection(resource);
    case "dms_failed_instance_purge":
      return purgeSection(resource);
    case "terraform_data":
      return batchSection(resource);
    default:
      return undefined;
  }
}

function common({ address, planned }: ResourceView): Pick<Section, "address" | "isForgotten"> {
  return { address, isForgotten: planned !== undefined && planned.after === undefined };
}

function lifecycleSection(resource: ResourceView): LifecycleSection {
  const { recorded = {}, planned } = resource;
  return {
    ...common(resource),
    kind: "lifecycle",
    rows: lifecycleRows(recorded, planned),
    due: planned === undefined ? { kind: "none" } : dueActions(planned),
    runs: findRuns(decodeEntries(recorded["results"])),
  };
}

/** Every declared instance, found in the records by its id: keys may have been renamed since. */
function lifecycleRows(recorded: JsonObject, planned: PlannedView | undefined): readonly Row[] {
  const entries = decodeEntries(recorded["results"]);
  const observed = entriesOf(recorded["observed"]).map(([name, value]) => ({ ...namedInstance(value), name, value }));
  const isOpen = openEntries(recorded);
  const hidden = recorded["results"] === sensitiveMark ? sensitiveMark : "";
  const rows = entriesOf((planned?.after ?? recorded)["instances"]).map(([name, value]): Row => {
    const instance = { ...namedInstance(value), name };
    const entry = findSame(entries, instance);
    const status = asText(asObject(findSame(observed, instance)?.value)?.["status"]);
    const isUnfinished = isOpen(entry);
    if (entry !== undefined) return rowOf({ ...entry, name, status: status || entry.status }, isUnfinished);
    return { ...instance, action: hidden, result: hidden, status, tookMs: null, reason: "", isUnfinished };
  });
  return sortRows(rows);
}

/** Says of a record whether its instance is unfinished. Where that is kept secret, all that is not proven is. */
function openEntries(recorded: JsonObject): (entry: ActionEntry | undefined) => boolean {
  if (recorded["unfinished"] === sensitiveMark) return (entry) => entry?.result !== "success";
  const names = new Set(asList(recorded["unfinished"]).map(asText));
  return (entry) => entry !== undefined && names.has(entry.name);
}

/** The one with the same id; of several (ids may be masked), the one with the same name. */
function findSame<T extends NamedInstance>(all: readonly T[], { name, instanceId }: NamedInstance): T | undefined {
  const same = all.filter((each) => each.instanceId === instanceId);
  return same.length > 1 ? same.find((each) => each.name === name) : same[0];
}

/* planned_actions keeps its last value when nothing is due; what is due leaves the results open. */
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

function purgeSection(resource: ResourceView): PurgeSection {
  const { recorded = {}, planned } = resource;
  return {
    ...common(resource),
    kind: "purge",
    engine: asText((planned?.after ?? recorded)["engine"]),
    pending: asList(recorded["pending"]).map(namedInstance),
    purged: asList(recorded["purged"]).map(namedInstance),
    purgedAt: asText(recorded["purged_at"]),
    isDue: planned?.unknown["purged"] === true,
  };
}

/** A `terraform_data` whose output is a map of result records. One that has no record yet cannot be told from others. */
function batchSection(resource: ResourceView): BatchSection | undefined {
  const results = resource.recorded?.["output"];
  const values = entriesOf(results);
  if (values.length === 0 || !values.every(([, value]) => isRecord(value))) return undefined;
  const entries = decodeEntries(results);
  return {
    ...common(resource),
    kind: "batch",
    rows: sortRows(entries.map((entry) => rowOf(entry, entry.result !== "success"))),
    isDue: resource.planned?.isReplaced === true,
    runs: findRuns(entries),
  };
}

function isRecord(value: unknown): boolean {
  const { instance_id, action, result } = asObject(value) ?? {};
  const texts = [instance_id, action, result];
  return texts.every((text) => typeof text === "string") && ["restart", "delete"].includes(asText(action));
}

function namedInstance(value: unknown): NamedInstance {
  const instance = asObject(value) ?? {};
  return { name: asText(instance["name"]), instanceId: asText(instance["instance_id"]) };
}
