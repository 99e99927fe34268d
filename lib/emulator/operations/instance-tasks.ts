import type { InstanceId } from "../../domain/instance";
import { answer, type ApiAnswer, wholeNumber } from "../api-call";
import { laggingTasks } from "../faults/list-lag";
import { requireInstance } from "./preconditions";
import { refuse } from "../refusal";
import type { InstanceNow } from "../fleet/store";
import { type TaskRecord, withoutTask, viewTask } from "../fleet/task-records";
import type { ServiceState } from "./service-state";

const taskIdPattern = /^[0-9a-f]{32}$/i;

/** `GET /v2/…/instances/{id}/tasks`: one page, newest first. `task_count` is a text and counts all matching tasks. */
export function listTasks(state: ServiceState, projectId: string, id: InstanceId, query: URLSearchParams): ApiAnswer {
  const { record } = requireInstance(state.store, projectId, id, state.pace().nowMs);
  const wanted = readTaskQuery(query);
  const newestFirst = [...record.tasks.kept].reverse();
  const lag = state.faults.forList("tasks", [id]);
  const matching = matchingTasks(laggingTasks(newestFirst, lag, id), wanted);
  const page = matching.slice(wanted.start - 1, wanted.start - 1 + wanted.limit);
  return answerTasks(state, page, matching.length);
}

/** `GET …/tasks/{task}`: the shape of the list, with this task. */
export function getTask(state: ServiceState, projectId: string, id: InstanceId, taskId: string): ApiAnswer {
  const { task } = requireTask(state, projectId, id, taskId);
  return answerTasks(state, [task], 1);
}

/** `DELETE …/tasks/{task}`: 204. Refused while the task is under way (user manual, "Viewing Background Tasks", 2026-04). */
export function deleteTask(state: ServiceState, projectId: string, id: InstanceId, taskId: string): ApiAnswer {
  const { instance, task } = requireTask(state, projectId, id, taskId);
  if (task.ended === null) throw refuse("DMS.00400017", `Task ${task.id} has not ended.`);
  state.store.replace({ ...instance.record, tasks: withoutTask(instance.record.tasks, task.id) });
  return answer(204);
}

function requireTask(
  state: ServiceState,
  projectId: string,
  id: InstanceId,
  taskId: string,
): { instance: InstanceNow; task: TaskRecord } {
  const instance = requireInstance(state.store, projectId, id, state.pace().nowMs);
  if (!taskIdPattern.test(taskId)) throw refuse("DMS.00400070");
  const task = instance.record.tasks.kept.find((each) => each.id === taskId.toLowerCase());
  // Assumed: the documents have no code for an unknown task, and this one for an unknown address.
  if (task === undefined) throw refuse("DMS.00404001");
  return { instance, task };
}

function answerTasks(state: ServiceState, tasks: readonly TaskRecord[], total: number): ApiAnswer {
  const names = state.taskNames();
  return answer(200, { task_count: String(total), tasks: tasks.map((task) => viewTask(task, names)) });
}

const defaultLimit = 10;
const maxLimit = 100;

/** The requested part of an instance's records. */
interface TaskQuery {
  /** The number of the first record, from 1. */
  readonly start: number;
  readonly limit: number;
  /** Whole seconds since the epoch; both bounds are included. */
  readonly beginS: number;
  readonly endS: number;
}

/**
 * Reads the query of a list of tasks. Empty values count as absent. Throws DMS.00400062 for a `start` below 1, a `limit` that
 * is not from 1 to 100, and a time that is not written YYYYMMDDHHmmss. Times are UTC.
 */
function readTaskQuery(query: URLSearchParams): TaskQuery {
  const start = wholeNumber(query.get("start"), 1);
  if (start === undefined || start < 1) throw refuse("DMS.00400062", "start must be 1 or more.");
  const limit = wholeNumber(query.get("limit"), defaultLimit);
  if (limit === undefined || limit < 1 || limit > maxLimit) {
    throw refuse("DMS.00400062", `limit must be from 1 to ${maxLimit}.`);
  }
  return {
    start,
    limit,
    beginS: readTime(query, "begin_time", -Infinity),
    endS: readTime(query, "end_time", Infinity),
  };
}

/** The tasks that began in the requested time, in their order. */
function matchingTasks(tasks: readonly TaskRecord[], { beginS, endS }: TaskQuery): readonly TaskRecord[] {
  return tasks.filter(({ beganAtMs }) => {
    const beganS = Math.floor(beganAtMs / 1_000);
    return beganS >= beginS && beganS <= endS;
  });
}

function readTime(query: URLSearchParams, name: string, absent: number): number {
  const text = query.get(name) ?? "";
  if (text === "") return absent;
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  const [year, month, day, hour, minute, second] = parts?.slice(1) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const ms = Date.parse(iso);
  // Date.parse reads the 31st of a month of 30 days as the 1st of the next.
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== iso) {
    throw refuse("DMS.00400062", `${name} must be a time in UTC, written YYYYMMDDHHmmss.`);
  }
  return ms / 1_000;
}
