import { granularityMs, type Task } from "../task";
import { visibleLine } from "../texts/visible-line";

/**
 * The evidence of the service's own task records about a restart that looks alone did not prove.
 *
 *  T1  A task counts if it began at or after the call, by the service's clock. A task whose beginning cannot be read counts too. A task
 *      that began earlier does not belong to this call, and is only told. If the service's clock is not known, this machine's replaces it,
 *      and no task proves or disproves anything (T5).
 *  T2  Exactly one task that counts, with a name that says restart, and not of Kafka Manager, and SUCCESS: the restart is proven, once
 *      RUNNING stands. The service tells the time of the call to the second only, so a task that ended within that second and did not begin
 *      after the last known action on the instance may be that action. It falls under T5, with SUCCESS and with FAILED.
 *  T3  The same with FAILED, and with the same exception: the restart has failed.
 *  T4  The same with CREATED or EXECUTING: it is under way, and its end stays unknown.
 *  T5  Another name, another word, or several tasks: told, and never a proof. Names are not published, so one of them may be the restart.
 *      An instance that was not seen to leave its status may have restarted.
 *  T6  No task: nothing changes. Records may be late, and users delete them.
 *  T7  Records are asked for once per instance and watch, and make no action due.
 *  T8  If a restart is due for an instance, its plan tells the last restart that began after the last known action on it and has not
 *      failed: a restart that the ledger does not know of. The plan warns of it, and it does not decide.
 */
/** Texts are clauses. */
export type Evidence =
  | { readonly kind: "restarted"; readonly task: Task; readonly text: string }
  | { readonly kind: "failed"; readonly task: Task; readonly text: string }
  | { readonly kind: "under-way"; readonly task: Task; readonly text: string }
  /** Tasks that do not show whether the instance restarted. `isUnderWay`: one of them has not ended. */
  | { readonly kind: "unclear"; readonly text: string; readonly isUnderWay: boolean }
  /** No task of this call. `text` may be empty. */
  | { readonly kind: "none"; readonly text: string };

/** Times by the service's clock. */
interface CallTimes {
  /** Time of the call for the restart. */
  readonly calledAtMs: number;
  /** The service's clock is not known, so `calledAtMs` is by this machine's. @default false */
  readonly isOwnClock?: boolean;
  /** The time up to which all earlier actions on the instance are known; `undefined` if none is. */
  readonly knownMs: number | undefined;
}

/** Judges the service's task records of one instance after the call for its restart. */
export function judgeTasks(tasks: readonly Task[], times: CallTimes): Evidence {
  const { calledAtMs, isOwnClock = false } = times;
  const told = distinct(tasks);
  const counting = told.filter((task) => mayHaveBegunSince(task, calledAtMs));
  const [only, ...others] = counting;
  if (only === undefined) return { kind: "none", text: isOwnClock ? "" : describeEarlier(told) };
  return others.length > 0 ? several(counting) : single(only, times);
}

/** T2, T3, T4, T5 */
function single(task: Task, times: CallTimes): Evidence {
  const shown = describeTask(task);
  if (!saysRestart(task) || startOf(task) === undefined) {
    return unclear([task], `the service records ${shown} since the call, which does not show whether it restarted`);
  }
  if (times.isOwnClock === true)
    return unclear(
      [task],
      `the service records ${shown}, and it is not known whether that began since the call: its clock is not known`,
    );
  if (isUnderWay(task))
    return { kind: "under-way", task, text: `the service records its restart as under way: ${shown}` };
  if (mayBeEarlier(task, times))
    return unclear(
      [task],
      `the service records ${shown}, which may be the action before this call, in the same second`,
    );
  switch (task.status) {
    case "SUCCESS":
      return { kind: "restarted", task, text: `the service's own record shows its restart: ${shown}` };
    case "FAILED":
      return { kind: "failed", task, text: `the service's own record says that its restart failed: ${shown}` };
    default:
      return unclear([task], `the service records ${shown} since the call, which does not show how the restart ended`);
  }
}

/** Most tasks that a reason shows. */
const mostShown = 3;

function several(tasks: readonly Task[]): Evidence {
  const shown = tasks.slice(0, mostShown).map(describeTask).join(", ");
  const more = tasks.length > mostShown ? `, and ${tasks.length - mostShown} more` : "";
  return unclear(
    tasks,
    `the service records ${tasks.length} tasks since the call, which do not show whether it restarted: ${shown}${more}`,
  );
}

function unclear(tasks: readonly Task[], text: string): Evidence {
  return { kind: "unclear", text, isUnderWay: tasks.some(isUnderWay) };
}

/** The last restart before the call, which may explain the failure. */
function describeEarlier(tasks: readonly Task[]): string {
  const last = lastOf(tasks.filter((task) => saysRestart(task) && isSuccess(task)));
  return last === undefined ? "" : `restarted by ${userOf(last)} at ${last.createdAt}, not by this call`;
}

/**
 * T8: that restart, as a clause; `undefined` without one. `knownMs`: the time up to which all actions are known, by the service's clock.
 */
export function restartUnknownOf(tasks: readonly Task[], knownMs: number): string | undefined {
  const restarts = tasks.filter(
    (task) => saysRestart(task) && (startOf(task) ?? -Infinity) > knownMs && (isUnderWay(task) || isSuccess(task)),
  );
  const last = lastOf(restarts);
  return last && describeTask(last);
}

function lastOf(tasks: readonly Task[]): Task | undefined {
  return tasks.reduce<Task | undefined>(
    (latest, task) => (latest === undefined || task.createdAt > latest.createdAt ? task : latest),
    undefined,
  );
}

function isSuccess({ status }: Task): boolean {
  return status === "SUCCESS";
}

/**
 * The tasks without repetitions: a service that ignores paging may show a record twice. Records that differ are different tasks, also with
 * equal ids.
 */
function distinct(tasks: readonly Task[]): readonly Task[] {
  return tasks.filter((task, index) => task.id === "" || tasks.findIndex((other) => isSame(task, other)) === index);
}

function isSame(a: Task, b: Task): boolean {
  return (Object.keys(a) as (keyof Task)[]).every((field) => a[field] === b[field]);
}

/** T1 */
function mayHaveBegunSince(task: Task, calledAtMs: number): boolean {
  const beganAtMs = startOf(task);
  return beganAtMs === undefined || beganAtMs >= calledAtMs;
}

/** T2: whether an ended task, whose beginning is known, may be the last known action. Without a known end its beginning counts. */
function mayBeEarlier({ createdAt, updatedAt }: Task, { calledAtMs, knownMs }: CallTimes): boolean {
  const beganAtMs = Date.parse(createdAt);
  const endedAtMs = Date.parse(updatedAt);
  const lastMs = Number.isNaN(endedAtMs) ? beganAtMs : endedAtMs;
  return knownMs !== undefined && beganAtMs < knownMs && lastMs < calledAtMs + granularityMs;
}

/** A restart of Kafka Manager does not restart the brokers. */
function saysRestart({ name }: Task): boolean {
  return /restart/i.test(name) && !/manager/i.test(name);
}

function startOf({ createdAt }: Task): number | undefined {
  const beganAtMs = Date.parse(createdAt);
  return Number.isNaN(beganAtMs) ? undefined : beganAtMs;
}

/** Most UTF-16 units of a name, a user or a word in a reason. */
const longestShown = 64;

/** A task as text, such as `task restartInstance (8abf…) by alice, SUCCESS, 2026-01-01T00:00:03.000Z to 2026-01-01T00:05:00.000Z`. */
function describeTask(task: Task): string {
  const { id, name, status, createdAt, updatedAt } = task;
  const title = [name === "" ? "task" : `task ${shown(name)}`, ...(id === "" ? [] : [`(${shown(id)})`])].join(" ");
  const began = shownTime(createdAt);
  const times = isUnderWay(task) ? `since ${began}` : `${began} to ${shownTime(updatedAt)}`;
  return `${title} by ${userOf(task)}, ${status === "" ? "without a status" : shown(status)}, ${times}`;
}

function shownTime(time: string): string {
  return time === "" ? "an unknown time" : time;
}

/** Whether the task is under way, so that its last time is not an end. */
function isUnderWay({ status }: Task): boolean {
  return status === "CREATED" || status === "EXECUTING";
}

function userOf({ userName }: Task): string {
  return userName === "" ? "an unnamed user" : shown(userName);
}

function shown(word: string): string {
  return visibleLine(word, longestShown);
}
