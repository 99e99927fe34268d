import { type ActionEntry, decodeEntries, describeEntry, sortRows, namedInstance } from "./action-entry";
import { asList, asNumber, asObject, asText, entriesOf, type JsonObject } from "../terraform/json-value";
import { sensitiveMark } from "../terraform/mask-sensitive";
import type { DueActions, LifecycleSection, NamedInstance, Own, Row } from "../report";
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

/** The data of state for one instance, under its name at that time. */
interface Recorded extends NamedInstance {
  readonly entry: ActionEntry | undefined;
  /** The status as last observed. */
  readonly status: string;
  readonly isUnfinished: boolean;
}

/**
 * A row for every declared instance, and for every other one in `results`, `observed` or `unfinished`. `declared` is absent if the declared
 * instances are not known.
 */
function lifecycleRows(recorded: JsonObject, declared: readonly NamedInstance[] | undefined): readonly Row[] {
  const records = recordsIn(recorded);
  const find = finderIn(records, new Set(declared?.map(({ instanceId }) => instanceId)));
  const hidden = recorded["results"] === sensitiveMark ? sensitiveMark : "";
  const taken = new Set<Recorded>();
  const rows = (declared ?? []).map((instance) => {
    const record = find(instance);
    if (record !== undefined) taken.add(record);
    return rowOf(instance, record, hidden, true);
  });
  const others = records.filter((record) => !taken.has(record));
  return sortRows([...rows, ...others.map((record) => rowOf(record, record, hidden, declared === undefined))]);
}

function recordsIn(recorded: JsonObject): readonly Recorded[] {
  const entries = new Map(decodeEntries(recorded["results"]).map((entry) => [entry.name, entry]));
  const observed = new Map(entriesOf(recorded["observed"]));
  const { names, isOpen } = unfinishedIn(recorded["unfinished"], [...entries.values()]);
  return [...new Set([...entries.keys(), ...observed.keys(), ...names])].map((name) => {
    const entry = entries.get(name);
    const seen = observed.get(name);
    const { instanceId } = entry ?? namedInstance(seen);
    return { name, instanceId, entry, status: asText(asObject(seen)?.["status"]), isUnfinished: isOpen(name, entry) };
  });
}

interface Unfinished {
  readonly names: readonly string[];
  readonly isOpen: (name: string, entry: ActionEntry | undefined) => boolean;
}

/** The unfinished instances. With hidden names, all that are not proven; without a list, every record without success. */
function unfinishedIn(unfinished: unknown, entries: readonly ActionEntry[]): Unfinished {
  if (unfinished === sensitiveMark) return { names: [], isOpen: (_, entry) => !isProven(entry) };
  if (!Array.isArray(unfinished)) return { names: [], isOpen: (_, entry) => entry !== undefined && !isProven(entry) };
  const listed = new Set(unfinished.map(asText));
  const readable = [...listed].filter((name) => !name.includes(sensitiveMark));
  if (readable.length === listed.size) return { names: readable, isOpen: (name) => listed.has(name) };
  return {
    names: entries.every(isProven) ? [...listed] : readable,
    isOpen: (name, entry) => listed.has(name) || (entry !== undefined && !isProven(entry)),
  };
}

function isProven(entry: ActionEntry | undefined): boolean {
  return entry?.result === "success";
}

/**
 * Finds the record of an instance by its id, because keys may have been renamed. If ids are hidden or not known yet, it searches by the
 * key, except for records of other instances (`declaredIds`).
 */
function finderIn(
  records: readonly Recorded[],
  declaredIds: ReadonlySet<string>,
): (instance: NamedInstance) => Recorded | undefined {
  const byName = new Map(records.map((record) => [record.name, record]));
  const byId = new Map(records.filter(hasId).map((record) => [record.instanceId, record]));
  return (instance) => {
    const namesake = byName.get(instance.name);
    if (namesake === undefined || namesake.instanceId === instance.instanceId || !hasId(namesake)) {
      return namesake ?? byId.get(instance.instanceId);
    }
    if (hasId(instance)) return byId.get(instance.instanceId);
    return declaredIds.has(namesake.instanceId) ? undefined : namesake;
  };
}

function hasId({ instanceId }: NamedInstance): boolean {
  return instanceId !== "" && !instanceId.includes(sensitiveMark);
}

function rowOf(instance: NamedInstance, record: Recorded | undefined, hidden: string, isDeclared: boolean): Row {
  const { name } = instance;
  const instanceId = instance.instanceId || (record?.instanceId ?? "");
  const { entry, status = "", isUnfinished = false } = record ?? {};
  const last =
    entry === undefined
      ? { action: hidden, result: hidden, status, tookMs: null, reason: "" }
      : describeEntry({ ...entry, status: status || entry.status });
  return { ...last, name, instanceId, isUnfinished, isDeclared };
}
