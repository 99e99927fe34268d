import type { InstanceId } from "../../domain/instance";
import type { Task } from "../../domain/task";
import { unreadableAnswer } from "../answers/answer-failure";
import { jsonOf } from "../answers/json-reader";
import { decodeTasks } from "../answers/decode-tasks";
import { refusedHere } from "./instance-calls";
import { isInstanceId, isSuccess, type ServiceCall } from "./service-call";
import type { QueryPair } from "../http/http-message";
import { withShownTexts } from "../texts/shown-texts";

/**
 * Reads the tasks of one instance that began at `sinceMs` or later, to the second: one GET of at most 100. `service` calls API v2:
 * v1.0 has no such call. A service may answer earlier ones too.
 */
export async function listTasks(
  service: ServiceCall,
  id: InstanceId,
  sinceMs: number,
  signal: AbortSignal,
): Promise<readonly Task[]> {
  if (!isInstanceId(id))
    throw refusedHere(`GET …/instances/{id}/tasks: ${JSON.stringify(id)} cannot be an instance id`);
  const exchanged = await service.get(`/${id}/tasks`, queryFrom(sinceMs), signal);
  const { request, answer } = exchanged;
  if (!isSuccess(answer)) throw service.failureOf(exchanged);
  const tasks = decodeTasks(jsonOf(answer));
  if (tasks === undefined) throw unreadableAnswer(request, answer, "a list of tasks");
  return withShownTexts(tasks, request.secrets);
}

/**
 * The query for tasks. They are counted from 1, and 100 is the longest page. (Huawei's Terraform provider, which runs against the cloud.)
 */
function queryFrom(sinceMs: number): readonly QueryPair[] {
  return [
    ["start", "1"],
    ["limit", "100"],
    ["begin_time", utcSeconds(sinceMs)],
  ];
}

/** `YYYYMMDDHHmmss` in UTC, the form of the calls about tasks. */
function utcSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace(/\D/g, "");
}
