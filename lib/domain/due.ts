import type { Action, InstanceId } from "./instance";
import type { ActionRecord } from "./action-record";
import { classifyStatus } from "./status";

/**
 * Which actions are due.
 *
 * Rules, first match wins, per declared instance:
 *  D1  Its last action's end was not seen (`unknown`), and neither its triggers nor desired_state ask for a newer one:
 *      verify, never send again.
 *  D2  desired_state deleted, still there: delete. Gone: nothing, or verify when the record does not say `success` yet.
 *  D3  desired_state running, gone: nothing is due; the caller reports it as missing.
 *  D4  Never adopted: nothing, unless the resource is being created with restart_on_create.
 *  D5  restart_triggers differ from those of its adoption or last run: restart.
 *  D6  Its last restart failed or was not started: restart.
 *  D7  restart_unhealthy and in ERROR: restart.
 *
 * Invariants:
 *  I1  What is due depends on the arguments alone; statuses come from the last refresh, never from a call made here.
 *  I2  Identity is the instance id. A renamed key changes nothing; a removed key makes nothing due.
 *  I3  Nothing is due twice: at most one action per instance, also when it is declared under two names.
 */
export interface Desired {
  readonly name: string;
  readonly id: InstanceId;
  readonly state: "running" | "deleted";
  readonly triggers: ReadonlyMap<string, string>;
}

/** What earlier runs left behind about one instance. */
export interface Adopted {
  readonly triggers: ReadonlyMap<string, string>;
  readonly last: ActionRecord | undefined;
}

export interface Situation {
  /** By instance id; an id that is absent has never been adopted. */
  readonly adopted: ReadonlyMap<InstanceId, Adopted>;
  /** Statuses by instance id as last read; absent when it has not been read yet. */
  readonly statuses: ReadonlyMap<InstanceId, string>;
  readonly restartUnhealthy: boolean;
  /** The resource is being created and asks for a restart of what it adopts. */
  readonly restartAdopted: boolean;
}

export type DueVerb = Action | "verify";

export interface Due {
  readonly name: string;
  readonly id: InstanceId;
  readonly verb: DueVerb;
  /** What a `verify` watches for the end of; otherwise the verb itself. */
  readonly action: Action;
  /** Why it is due, for the plan. */
  readonly reason: string;
}

/** The due actions, in the order of `desired`. Pure. */
export function dueActions(desired: readonly Desired[], situation: Situation): readonly Due[] {
  const seen = new Set<InstanceId>();
  return desired.flatMap((instance) => {
    if (seen.has(instance.id)) return [];
    seen.add(instance.id);
    const due = dueFor(instance, situation);
    return due === undefined ? [] : [due];
  });
}

function dueFor(instance: Desired, situation: Situation): Due | undefined {
  const status = situation.statuses.get(instance.id);
  const gone = status !== undefined && classifyStatus(status) === "gone";
  const adopted = situation.adopted.get(instance.id);
  return instance.state === "deleted"
    ? deletionDue(instance, adopted?.last, gone)
    : restartDue(instance, adopted, gone, status, situation);
}

function deletionDue(instance: Desired, last: ActionRecord | undefined, gone: boolean): Due | undefined {
  const open = last !== undefined && last.result !== "success" && last.action === "delete" ? last : undefined;
  if (open !== undefined && (gone || open.result === "unknown")) {
    return verify(instance, "delete", gone ? "gone, as desired; its record is brought up to date" : describeOpen(open));
  }
  if (gone) return undefined;
  return send(instance, "delete", open === undefined ? "desired_state is deleted" : `again: ${describeOpen(open)}`);
}

function restartDue(
  instance: Desired,
  adopted: Adopted | undefined,
  gone: boolean,
  status: string | undefined,
  situation: Situation,
): Due | undefined {
  if (gone) return undefined;
  if (adopted === undefined) {
    return situation.restartAdopted ? send(instance, "restart", "restart_on_create is true") : undefined;
  }
  const changed = changedTriggers(adopted.triggers, instance.triggers);
  if (changed.length > 0) return send(instance, "restart", `restart_triggers changed: ${changed.join(", ")}`);
  const { last } = adopted;
  if (last?.result === "unknown") return verify(instance, last.action, describeOpen(last));
  if (last?.action === "restart" && last.result !== "success") {
    return send(instance, "restart", `again: ${describeOpen(last)}`);
  }
  if (situation.restartUnhealthy && status !== undefined && classifyStatus(status) === "faulty") {
    return send(instance, "restart", `status is ${status} and restart_unhealthy is true`);
  }
  return undefined;
}

/** Keys whose value was added, removed or changed, sorted. Values are left out: they may be secrets. Pure. */
function changedTriggers(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => before.get(key) !== after.get(key)).sort();
}

function send(instance: Desired, action: Action, reason: string): Due {
  return { name: instance.name, id: instance.id, verb: action, action, reason };
}

function verify(instance: Desired, action: Action, reason: string): Due {
  return { name: instance.name, id: instance.id, verb: "verify", action, reason };
}

function describeOpen(last: ActionRecord): string {
  if (last.result === "unknown") return `the end of its ${last.action} was not seen in an earlier run`;
  if (last.result === "not_started") return `its ${last.action} was not started in an earlier run`;
  return `its ${last.action} failed in an earlier run`;
}
