import type { InstanceId } from "../../../../lib/domain/instance";
import type { ActionRecord } from "../../../../lib/domain/action-record";
import { classifyStatus } from "../../../../lib/domain/status";
import { isMap, isObject, type ObjectValue, unknown, type Value } from "../../../../lib/framework/values/value";
import type { Change, Plan } from "../plan";
import type { Machine } from "../../lifecycle/local-memory";
import { objectAt, type State } from "../state";
import type { DueWord, Wish } from "./account";
import { fleetAddress } from "./world";

// The fleet as a plan and a state show it.

/** One row of `results`. */
export interface ResultRow {
  readonly action: "restart" | "delete";
  readonly result: "success" | "failed" | "unknown" | "not_started";
  /** The time of the call; empty without a call. */
  readonly at: string;
  readonly status: string;
  readonly accepted: boolean;
}

export function fleetIn(state: State): ObjectValue | undefined {
  return objectAt(state, { address: fleetAddress })?.value;
}

export const wishesIn = readOnce((config): ReadonlyMap<InstanceId, Wish> => {
  const restartUnhealthy = config?.["restart_unhealthy"] === true;
  return mapped(config?.["instances"], (element) => {
    const triggers = element["restart_triggers"];
    const trigger = isMap(triggers) ? textOf(triggers.get("c")) : "";
    return { state: element["desired_state"] === "deleted" ? "deleted" : "running", trigger, restartUnhealthy };
  });
});

export const resultsIn = readOnce((fleet): ReadonlyMap<InstanceId, ResultRow> => {
  return mapped(fleet?.["results"], (element) => ({
    action: textOf(element["action"]) as ResultRow["action"],
    result: textOf(element["result"]) as ResultRow["result"],
    at: textOf(element["submitted_at"]),
    status: textOf(element["status"]),
    accepted: element["accepted"] === true,
  }));
});

export const statusesIn = readOnce((fleet): ReadonlyMap<InstanceId, string> => {
  return mapped(fleet?.["observed"], (element) => textOf(element["status"]));
});

/** The planned change of the current object; `undefined` without a declaration. */
export function fleetChange({ changes }: Plan): Change | undefined {
  return changes.find(({ address, deposed, planned }) => {
    return address === fleetAddress && deposed === undefined && planned !== undefined;
  });
}

/** The configuration of the fleet that a plan was made for. */
export function configOf({ configuration }: Plan): ObjectValue | undefined {
  return configuration.resources[fleetAddress]?.config;
}

/** The due actions that a plan lists, in its order. A plan without due actions keeps an old list, which does not count. */
export const listedIn = once((plan: Plan): ReadonlyMap<InstanceId, DueWord> => {
  const planned = fleetChange(plan)?.planned;
  const rows = planned?.["planned_actions"];
  if (planned === undefined || planned["unfinished"] !== unknown || !Array.isArray(rows)) return new Map();
  return new Map(
    (rows as readonly ObjectValue[]).map((row) => {
      const isVerify = row["action"] === "verify";
      return [textOf(row["instance_id"]), (isVerify ? verified(row) : textOf(row["action"])) as DueWord];
    }),
  );
});

/** Only the reason of a `verify` row tells the action that is watched. */
function verified({ reason }: ObjectValue): DueWord {
  return /\bits delete\b|^gone/.test(textOf(reason)) ? "verify delete" : "verify restart";
}

/** Whether the user has tainted the object. One whose creation failed has no id. */
export function isTaintedByHand(state: State): boolean {
  const object = objectAt(state, { address: fleetAddress });
  return object?.tainted === true && object.value["id"] !== null;
}

/** The triggers that an instance runs with when this plan adopts it. */
export function firstRun(plan: Plan, isNew: boolean, wish: Wish): string | undefined {
  const restarts = configOf(plan)?.["restart_on_create"] === true;
  return isNew && restarts && wish.state === "running" ? undefined : wish.trigger;
}

export function isGone(status: string | undefined): boolean {
  return status !== undefined && classifyStatus(status) === "gone";
}

/** Whether the plan changes nothing. */
export function isNothing({ changes }: Plan): boolean {
  return changes.every(({ action }) => action === "no-op");
}

/** The records of a machine for one instance, oldest first. */
export function recordsOf(runs: Machine["runs"], id: InstanceId): readonly ActionRecord[] {
  return runs.flatMap((run) => run.get(id)?.record ?? []);
}

/** A reading of an object that is made once for each: an object does not change. */
function once<K extends object, T>(read: (object: K) => T): (object: K) => T {
  const known = new WeakMap<K, { readonly read: T }>();
  return (object) => {
    const found = known.get(object) ?? { read: read(object) };
    known.set(object, found);
    return found.read;
  };
}

/** The same for an object that may be absent. */
function readOnce<T>(read: (object: ObjectValue | undefined) => T): (object: ObjectValue | undefined) => T {
  const present = once(read as (object: ObjectValue) => T);
  return (object) => (object === undefined ? read(object) : present(object));
}

function mapped<T>(value: Value | undefined, read: (element: ObjectValue) => T): ReadonlyMap<InstanceId, T> {
  if (!isMap(value)) return new Map();
  return new Map([...value].flatMap(([name, element]) => (isObject(element) ? [[name, read(element)] as const] : [])));
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
