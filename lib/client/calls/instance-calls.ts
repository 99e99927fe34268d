import {
  type Action,
  type BatchAnswer,
  type Engine,
  idKey,
  type Instance,
  type InstanceId,
  maxIdsPerBatch,
} from "../../domain/instance";
import { readRequestId, unreadableAnswer } from "../answers/answer-failure";
import { jsonOf } from "../answers/json-reader";
import { mostInstances, ordinaryAnswer, wholeListing } from "../http/answer-limits";
import {
  countEntries,
  decodeInstancePage,
  decodeSingleInstance,
  type InstancePage,
  decodeBatchItems,
  decodeTasks,
} from "../answers/decoders";
import type { Dialect } from "./dialect";
import { DmsError } from "../dms-error";
import { notProvenGone, provesGone } from "./gone";
import type { HttpAnswer, QueryPair } from "../http/http-message";
import { isInstanceId, isSuccess, type ServiceCall } from "./service-call";
import { dateOf } from "../http/service-clock";
import { withShownTexts } from "../texts/foreign-words";
import type { Task } from "../../domain/task";

/** Reads one page of a listing: one GET. A page with more instances than the API version documents cannot be read. */
export async function readPage(
  service: ServiceCall,
  { pageSize }: Pick<Dialect, "pageSize">,
  query: readonly QueryPair[],
  signal: AbortSignal,
): Promise<InstancePage> {
  const most = pageSize ?? mostInstances;
  const exchanged = await service.get("", query, signal, pageSize === undefined ? wholeListing : ordinaryAnswer);
  const { request, answer } = exchanged;
  if (!isSuccess(answer)) throw service.failureOf(exchanged);
  const json = jsonOf(answer);
  if (countEntries(json) > most) throw unreadableAnswer(request, answer, `a list of ${String(most)} instances at most`);
  const page = decodeInstancePage(json);
  if (page === undefined) throw unreadableAnswer(request, answer, "a list of instances");
  return withShownTexts(page, request.secrets);
}

/**
 * Reads one instance: one GET. Its id is as the service spells it. `undefined` if the answer proves that `id`, in this spelling, does not
 * exist. `isUnlisted`: the last listing did not show it.
 */
export async function getInstance(
  service: ServiceCall,
  id: InstanceId,
  isUnlisted: boolean,
  signal: AbortSignal,
): Promise<Instance | undefined> {
  if (!isInstanceId(id)) throw refusedHere(`GET …/instances/{id}: ${JSON.stringify(id)} cannot be an instance id`);
  const exchanged = await service.get(`/${id}`, [], signal);
  if (!isSuccess(exchanged.answer)) {
    if (provesGone(exchanged.answer, isUnlisted)) return undefined;
    throw notProvenGone(service.failureOf(exchanged));
  }
  const { request, answer } = exchanged;
  const instance = decodeSingleInstance(jsonOf(answer), id);
  if (instance === undefined) throw unreadableAnswer(request, answer, `instance ${id}`);
  return { ...withShownTexts(instance, request.secrets), id: instance.id };
}

interface Batch {
  readonly action: Action;
  /** The answer keeps their spelling. */
  readonly ids: readonly InstanceId[];
  /** The spelling in which an id is sent. */
  readonly spell: (id: InstanceId) => InstanceId;
  readonly forceDelete: boolean;
  readonly onLeaving?: (() => void) | undefined;
}

/**
 * Sends one batch call. A 204 has no items: it does not say which instances were accepted. An answer without a readable list of results
 * rejects as `unexpected-answer` with fate `unknown`.
 */
export async function sendBatch(
  service: ServiceCall,
  dialect: Dialect,
  { action, ids, spell, forceDelete, onLeaving }: Batch,
  signal: AbortSignal,
): Promise<BatchAnswer> {
  const objection = objectTo({ action, ids, forceDelete }, dialect);
  if (objection !== undefined) throw refusedHere(`POST …/instances/action (${action}): ${objection}`);
  const body = dialect.batchBody(action, ids.map(spell), { forceDelete });
  const exchanged = await service.write("/action", body, signal, onLeaving);
  const { request, answer } = exchanged;
  const items = answer.status === 204 ? [] : decodeBatchItems(jsonOf(answer), ids);
  if (items === undefined) throw unreadableAnswer(request, answer, "a result per instance");
  return { items, requestId: readRequestId(exchanged), ...answeredAt(answer) };
}

function answeredAt({ headers }: HttpAnswer): Pick<BatchAnswer, "answeredAtMs"> {
  const answeredAtMs = dateOf(headers);
  return answeredAtMs === undefined ? {} : { answeredAtMs };
}

/** Deletes all failed creations of an engine. Any 2xx with an empty body is success, as documented for 204. */
export async function sendPurge(
  service: ServiceCall,
  dialect: Dialect,
  engine: Engine,
  signal: AbortSignal,
): Promise<BatchAnswer> {
  const body = dialect.purgeBody(engine);
  if (body === undefined) {
    throw refusedHere(
      `API ${dialect.version} has no call that deletes the failed creations of ${engine}; use another api_version`,
    );
  }
  const exchanged = await service.write("/action", body, signal);
  const { request, answer } = exchanged;
  const items = answer.body.trim() === "" ? [] : decodeBatchItems(jsonOf(answer), undefined);
  if (items === undefined) throw unreadableAnswer(request, answer, "an empty body or a result per instance");
  return { items: withShownTexts(items, request.secrets), requestId: readRequestId(exchanged) };
}

/** Why a batch must not be sent; `undefined` if it may be. */
function objectTo({ action, ids, forceDelete }: Omit<Batch, "spell">, dialect: Dialect): string | undefined {
  if (ids.length === 0 || ids.length > maxIdsPerBatch) {
    return `a batch has 1 to ${String(maxIdsPerBatch)} instances, this one ${String(ids.length)}`;
  }
  const unusable = ids.find((id) => !isInstanceId(id));
  if (unusable !== undefined) return `${JSON.stringify(unusable)} cannot be an instance id`;
  if (new Set(ids.map(idKey)).size < ids.length) return "an instance id is in it twice";
  if (forceDelete && action === "delete" && !dialect.supportsForceDelete) {
    return `API ${dialect.version} has no force_delete`;
  }
  return undefined;
}

/** The error for a call that is refused before it is made. Pure. */
function refusedHere(reason: string): DmsError {
  return new DmsError({ code: "invalid", fate: "not-sent", message: `${reason}. Nothing was sent.` });
}

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
