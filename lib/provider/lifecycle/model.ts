import type { Action, Instance, InstanceId } from "../../domain/instance";
import { type ActionRecord, recordFields, type Result } from "../../domain/action-record";
import { deletedStatus } from "../../domain/status";
import type { Digests } from "../../domain/ledger/entry";
import type { Desired, Wanted } from "../../domain/ledger/judge";
import type { StateRow } from "../../domain/ledger/record";
import type { Planned } from "../../domain/ledger/waves";
import { dueAgain } from "../../domain/rollout/reasons";
import type { ConfigOf, StateOf } from "../../framework/values/schema";
import { isWhollyKnown, type Unknown, unknown } from "../../framework/values/value";
import { toNumber } from "../../framework/values/number";
import type { instanceLifecycleSchema } from "../schemas/instance-lifecycle";

// State objects ⇄ domain. This module decides nothing.

export type LifecycleConfig = ConfigOf<typeof instanceLifecycleSchema>;
export type LifecycleState = StateOf<typeof instanceLifecycleSchema>;
export type ObservedState = NonNullable<LifecycleState["observed"]>;
type ResultsState = NonNullable<LifecycleState["results"]>;

type Digest = (text: string) => string;

/**
 * The declared instances in the order of their keys; empty for an unknown map. Trigger values become digests here; all other modules know
 * only the digests.
 */
export function decodeWanted(config: LifecycleConfig, digest: Digest): readonly Wanted[] {
  const { instances } = config;
  if (instances === unknown) return [];
  return [...(instances ?? [])].map(([name, element]) => wantedOf(name, element, digest)).sort(byName);
}

const byName = (a: Wanted, b: Wanted): number => (a.name < b.name ? -1 : 1);

type InstanceConfig =
  Extract<LifecycleConfig["instances"], ReadonlyMap<string, unknown>> extends ReadonlyMap<string, infer E> ? E : never;

function wantedOf(name: string, element: InstanceConfig, digest: Digest): Wanted {
  if (element === unknown || element === null) {
    return { name, id: undefined, state: "undecided", triggers: "undecided" };
  }
  const { instance_id: id, desired_state: state } = element;
  return {
    name,
    id: typeof id === "string" ? id : undefined,
    state: state === unknown ? "undecided" : state === "deleted" ? "deleted" : "running",
    triggers: decodeTriggers(element.restart_triggers, digest) ?? "undecided",
  };
}

/** Whether all fields of the instance are known. */
export function isDesired(wanted: Wanted): wanted is Desired {
  return wanted.id !== undefined && wanted.state !== "undecided" && wanted.triggers !== "undecided";
}

type Triggers = ReadonlyMap<string, string | null | Unknown> | null | Unknown;

/** The digests of triggers. A null map is empty, a null value is absent. `undefined` while a part is unknown. */
function decodeTriggers(triggers: Triggers, digest: Digest): Digests | undefined {
  if (triggers === unknown) return undefined;
  const decoded = new Map<string, string>();
  for (const [key, value] of triggers ?? []) {
    if (value === unknown) return undefined;
    if (value !== null) decoded.set(key, digest(value));
  }
  return decoded;
}

/** The instances of a state object. */
export function declaredIn(state: LifecycleState): readonly Pick<Desired, "name" | "id">[] {
  return [...(state.instances ?? [])].flatMap(([name, element]) =>
    element?.instance_id == null ? [] : [{ name, id: element.instance_id }],
  );
}

/** The rows of a state object, by instance id. */
export function decodeRows(state: LifecycleState, digest: Digest): ReadonlyMap<InstanceId, StateRow> {
  const records = decodeRecords(state);
  const rows = new Map<InstanceId, StateRow>();
  for (const element of state.instances?.values() ?? []) {
    if (element?.instance_id == null) continue;
    const triggers = decodeTriggers(element.restart_triggers, digest) ?? new Map<string, string>();
    rows.set(element.instance_id, { triggers, last: records.get(element.instance_id) });
  }
  return rows;
}

function decodeRecords(state: LifecycleState): ReadonlyMap<InstanceId, ActionRecord> {
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
      ...(entry.task_id != null && { taskId: entry.task_id }),
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

/** The last observations of a state object, by instance id. */
export function decodeObserved(state: LifecycleState): ReadonlyMap<InstanceId, NonNullable<ObservedEntry>> {
  return observedById(state.observed ?? new Map());
}

export type ObservedEntry = ObservedState extends ReadonlyMap<string, infer Entry> ? Entry : never;

function encodeObserved(
  id: InstanceId,
  instance: Instance | undefined,
  earlier: ObservedEntry | undefined,
  status: string | null,
): NonNullable<ObservedEntry> {
  return {
    instance_id: id,
    name: instance?.name ?? earlier?.name ?? null,
    engine: instance?.engine ?? earlier?.engine ?? null,
    status: instance?.status ?? status,
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
      return record === undefined ? [] : [[name, recordFields({ ...record, instanceId: id })] as const];
    }),
  );
}

type PlannedState = NonNullable<LifecycleState["planned_actions"]>;

/**
 * The due actions, as the plan lists them. Terraform's diff hides entries that are equal in state, so an action with the same words as
 * before also tells the end of its instance's last one.
 */
export function encodePlanned(
  planned: readonly Planned[],
  prior: Pick<LifecycleState, "planned_actions"> | undefined,
  records: ReadonlyMap<InstanceId, ActionRecord>,
): PlannedState {
  const earlier = new Set((prior?.planned_actions ?? []).map(wordsOf));
  return planned.map(({ name, id, verb, reason, wave }) => {
    const encoded = { name, instance_id: id, action: verb, reason, wave };
    const ended = records.get(id)?.finishedAt ?? "";
    if (ended === "" || !earlier.has(wordsOf(encoded))) return encoded;
    return { ...encoded, reason: dueAgain(reason, ended) };
  });
}

function wordsOf(action: PlannedState[number]): string {
  if (action === null) return "";
  return JSON.stringify([action.name, action.instance_id, action.action, action.reason, toNumber(action.wave)]);
}

/** The instances that a look has found, by id; `undefined` for one that does not exist. */
export type Found = ReadonlyMap<InstanceId, Instance | undefined>;

/**
 * The observation of the declared instances after a look. An instance outside the look keeps its last value; one that was never seen has no
 * status.
 */
export function observedAfter(
  declared: readonly Pick<Desired, "name" | "id">[],
  found: Found,
  earlier: ReadonlyMap<InstanceId, NonNullable<ObservedEntry>>,
): ObservedState {
  return new Map(
    declared.map(({ name, id }) => {
      const last = earlier.get(id);
      if (found.has(id)) return [name, encodeObserved(id, found.get(id), last, deletedStatus)] as const;
      return [name, last ?? encodeObserved(id, undefined, undefined, null)] as const;
    }),
  );
}

/** The observation with the statuses that the run itself saw, which are newer. */
export function withRecordedStatuses(
  observed: ObservedState,
  found: Found,
  records: ReadonlyMap<InstanceId, ActionRecord>,
): ObservedState {
  return new Map(
    [...observed].map(([name, entry]) => {
      const status =
        entry?.instance_id == null || found.has(entry.instance_id) ? "" : records.get(entry.instance_id)?.status;
      return [name, entry === null || status === undefined || status === "" ? entry : { ...entry, status }] as const;
    }),
  );
}

/** The same, by instance id. */
export function observedById(observed: ObservedState): ReadonlyMap<InstanceId, NonNullable<ObservedEntry>> {
  return new Map(
    [...observed.values()].flatMap((entry) => (entry?.instance_id == null ? [] : [[entry.instance_id, entry]])),
  );
}

/** The configured part of a planned value; Terraform promises that all of it is known at apply. */
export function configuredPart(planned: LifecycleConfig): LifecycleState {
  const part = { ...planned, id: null, planned_actions: null, observed: null, results: null, unfinished: null };
  if (!isState(part)) throw new Error("a configured value is unknown at apply");
  return part;
}

function isState(value: LifecycleConfig): value is LifecycleState {
  return isWhollyKnown(value);
}
