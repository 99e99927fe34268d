import type { InstanceId } from "../../domain/instance";
import { answer, type ApiAnswer } from "../api-call";
import { laggingTasks } from "../faults/list-lag";
import { requireInstance } from "./preconditions";
import { refuse } from "../refusal";
import type { InstanceNow } from "../fleet/store";
import { matchingTasks, readTaskQuery } from "../tasks/task-query";
import { withoutTask, type TaskRecord } from "../tasks/task-records";
import { viewTask } from "../tasks/task-view";
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
