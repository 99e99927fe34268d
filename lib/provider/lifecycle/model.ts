import type { Adopted, Desired } from "../../domain/due";
import type { Action, Instance, InstanceId } from "../../domain/instance";
import type { ActionRecord, Result } from "../../domain/action-record";
import { deletedStatus } from "../../domain/status";
import type { Planned } from "../../domain/ledger/waves";
import type { ConfigOf, StateOf } from "../../framework/schema";
import { isWhollyKnown, type Unknown, unknown } from "../../framework/value";
import { toNumber } from "../number";
import type { instanceLifecycleSchema } from "../schemas/instance-lifecycle";

/* State objects ⇄ domain. Nothing is decided here. */

export type LifecycleConfig = ConfigOf<typeof instanceLifecycleSchema>;
export type LifecycleState = StateOf<typeof instanceLifecycleSchema>;
export type ObservedState = NonNullable<LifecycleState["observed"]>;
type ResultsState = NonNullable<LifecycleState["results"]>;

/**
 * The declared instances in the order of their keys; `undefined` while anything that decides what is due is unknown
 * (the map itself, an id, a state, a trigger).
 */
export function decodeDesired(config: LifecycleConfig): readonly Desired[] | undefined {
  const { instances } = config;
  if (instances === unknown) return undefined;
  const desired: Desired[] = [];
  for (const [name, element] of instances ?? []) {
    if (element === unknown || element === null) return undefined;
    const triggers = decodeTriggers(element.restart_triggers);
    if (typeof element.instance_id !== "string" || element.desired_state === unknown || triggers === undefined) {
      return undefined;
    }
    const state = element.desired_state === "deleted" ? "deleted" : "running";
    desired.push({ name, id: element.instance_id, state, triggers });
  }
  return desired.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is unknown, by attribute: the names of the instances whose it is; none for an attribute of the whole resource. */
type Unknowns = ReadonlyMap<string, readonly string[]>;

interface Split {
  /** The configuration with only those instances of which everything that decides is known. */
  readonly decided: LifecycleConfig;
  /** There are others. */
  readonly isOpen: boolean;
  readonly unknowns: Unknowns;
}

/** What is to be deleted is decided without triggers. Pure. */
export function splitByDecision(config: LifecycleConfig): Split {
  const { instances } = config;
  if (instances === unknown) {
    return { decided: { ...config, instances: new Map() }, isOpen: true, unknowns: new Map([["instances", []]]) };
  }
  const entries = [...(instances ?? [])];
  const decided = entries.flatMap(([name, element]) => {
    if (element === unknown || element === null) return [];
    const parts = unknownParts(element);
    if (parts.length === 0) return [[name, element] as const];
    const isDecided = element.desired_state === "deleted" && !parts.includes("instance_id");
    return isDecided ? [[name, { ...element, restart_triggers: null }] as const] : [];
  });
  const unknowns = instanceAttributes.flatMap((attribute) => {
    const names = entries.flatMap(([name, element]) => (unknownParts(element).includes(attribute) ? [name] : []));
    return names.length > 0 ? [[attribute, names.sort()] as const] : [];
  });
  return {
    decided: { ...config, instances: new Map(decided) },
    isOpen: decided.length < entries.length,
    unknowns: new Map(unknowns),
  };
}

const instanceAttributes = ["instance_id", "desired_state", "restart_triggers"] as const;

type InstanceConfig =
  Extract<LifecycleConfig["instances"], ReadonlyMap<string, unknown>> extends ReadonlyMap<string, infer E> ? E : never;

/** The attributes of an instance that are unknown, also in part; all of them where the instance is. */
function unknownParts(element: InstanceConfig): readonly (typeof instanceAttributes)[number][] {
  if (element === null) return [];
  return instanceAttributes.filter((attribute) => element === unknown || !isWhollyKnown(element[attribute]));
}

type Triggers = ReadonlyMap<string, string | null | Unknown> | null | Unknown;

/** A null map is an empty one, a null value an absent one; `undefined` while any of it is unknown. */
function decodeTriggers(triggers: Triggers): ReadonlyMap<string, string> | undefined {
  if (triggers === unknown) return undefined;
  const decoded = new Map<string, string>();
  for (const [key, value] of triggers ?? []) {
    if (value === unknown) return undefined;
    if (value !== null) decoded.set(key, value);
  }
  return decoded;
}

/** The instances a state object holds. */
export function declaredIn(state: LifecycleState): readonly Pick<Desired, "name" | "id">[] {
  return [...(state.instances ?? [])].flatMap(([name, element]) =>
    element?.instance_id == null ? [] : [{ name, id: element.instance_id }],
  );
}

/** What a state object says about the instances it holds, by instance id. */
export function decodeAdopted(state: LifecycleState): ReadonlyMap<InstanceId, Adopted> {
  const records = decodeRecords(state);
  const adopted = new Map<InstanceId, Adopted>();
  for (const element of state.instances?.values() ?? []) {
    if (element?.instance_id == null) continue;
    const triggers = decodeTriggers(element.restart_triggers) ?? new Map<string, string>();
    adopted.set(element.instance_id, { triggers, last: records.get(element.instance_id) });
  }
  return adopted;
}

export function decodeRecords(state: LifecycleState): ReadonlyMap<InstanceId, ActionRecord> {
  const records = new Map<InstanceId, ActionRecord>();
  for (const entry of state.results?.values() ?? []) {
    if (entry?.instance_id == null) continue;
    records.set(entry.instance_id, {
      instanceId: entry.instance_id,
      action: decodeAction(entry.action),
      result: decodeResult(entry.result),
      accepted: entry.accepted ?? false,
      status: entry.status ?? "",
      reason: entry.reason ?? "",
      errorCode: entry.error_code ?? "",
      message: entry.message ?? "",
      requestId: entry.request_id ?? "",
      wave: toNumber(entry.wave) ?? 0,
      submittedAt: entry.submitted_at ?? "",
      leftAt: entry.left_at ?? "",
      finishedAt: entry.finished_at ?? "",
    });
  }
  return records;
}

function decodeAction(action: string | null): Action {
  return action === "delete" ? "delete" : "restart";
}

function decodeResult(result: string | null): Result {
  return result === "success" || result === "failed" || result === "not_started" ? result : "unknown";
}

/** Statuses by instance id as last read. */
export function decodeStatuses(state: LifecycleState): ReadonlyMap<InstanceId, string> {
  const statuses = new Map<InstanceId, string>();
  for (const entry of state.observed?.values() ?? []) {
    if (entry?.instance_id != null && entry.status !== null) statuses.set(entry.instance_id, entry.status);
  }
  return statuses;
}

/** Everything a state object last observed, by instance id. */
export function decodeObserved(state: LifecycleState): ReadonlyMap<InstanceId, NonNullable<ObservedEntry>> {
  const observed = new Map<InstanceId, NonNullable<ObservedEntry>>();
  for (const entry of state.observed?.values() ?? []) {
    if (entry?.instance_id != null) observed.set(entry.instance_id, entry);
  }
  return observed;
}

export type ObservedEntry = ObservedState extends ReadonlyMap<string, infer Entry> ? Entry : never;

export function encodeObserved(
  id: InstanceId,
  instance: Instance | undefined,
  earlier: ObservedEntry | undefined,
): NonNullable<ObservedEntry> {
  return {
    instance_id: id,
    name: instance?.name ?? earlier?.name ?? null,
    engine: instance?.engine ?? earlier?.engine ?? null,
    status: instance?.status ?? deletedStatus,
  };
}

type ResultEntry = ResultsState extends ReadonlyMap<string, infer Entry> ? Entry : never;

export function encodeRecord(record: ActionRecord): NonNullable<ResultEntry> {
  const text = (value: string): string | null => (value === "" ? null : value);
  return {
    instance_id: record.instanceId,
    action: record.action,
    result: record.result,
    accepted: record.accepted,
    status: text(record.status),
    reason: text(record.reason),
    error_code: text(record.errorCode),
    message: text(record.message),
    request_id: text(record.requestId),
    wave: record.wave,
    submitted_at: text(record.submittedAt),
    left_at: text(record.leftAt),
    finished_at: text(record.finishedAt),
  };
}

/** Results by the current keys; records of instances that are no longer declared are left out. */
export function encodeResults(
  desired: readonly Pick<Desired, "name" | "id">[],
  records: ReadonlyMap<InstanceId, ActionRecord>,
): ResultsState {
  return new Map(
    desired.flatMap(({ name, id }) => {
      const record = records.get(id);
      return record === undefined ? [] : [[name, encodeRecord(record)] as const];
    }),
  );
}

export function encodePlanned(planned: readonly Planned[]): NonNullable<LifecycleState["planned_actions"]> {
  return planned.map(({ name, id, verb, reason, wave }) => ({ name, instance_id: id, action: verb, reason, wave }));
}
