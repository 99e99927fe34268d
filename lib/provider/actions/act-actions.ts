import { idKey } from "../../domain/instance";
import { type Diagnostic, hasErrors } from "../../framework/values/diagnostic";
import type { Action, CallContext } from "../../framework/resource";
import { isMap, type ObjectValue, unknown, type Value } from "../../framework/values/value";
import { forceDeleteNeedsV2 } from "../messages";
import { deletionsOfAction, duplicateInstanceId, restartsOfAction } from "../messages/actions";
import { unreachableReadyTime } from "../runs/run-settings";
import { deleteInstancesSchema, restartInstancesSchema } from "../schemas/actions";
import { type ProviderData, readyData } from "../connection/service";
import {
  consent,
  type ActionRequest,
  deleteRequest,
  type DeleteConfig,
  restartRequest,
  type RestartConfig,
} from "./request";
import { invokeAct } from "./invoke";

/** The action `dms_restart_instances`. */
export const restartInstances: Action<typeof restartInstancesSchema, ProviderData> = {
  schema: restartInstancesSchema,
  validate: (config) => [...namedTwice(config), ...unreachableReadyTime(config)],
  plan: (config, context) => Promise.resolve(planAct(restartRequest(config), context)),
  invoke: (config, context) =>
    invokeAct(restartRequest(config), invocationOf("dms_restart_instances", config), context),
};

/** The action `dms_delete_instances`. */
export const deleteInstances: Action<typeof deleteInstancesSchema, ProviderData> = {
  schema: deleteInstancesSchema,
  validate: namedTwice,
  plan: (config, context) => Promise.resolve(planAct(deleteRequest(config), context)),
  invoke: (config, context) => invokeAct(deleteRequest(config), invocationOf("dms_delete_instances", config), context),
};

/** Announces an invocation. It does not ask the service: the invocation looks at the instances before its first call. */
function planAct(request: ActionRequest, { provider }: CallContext<ProviderData>): readonly Diagnostic[] {
  const apiVersion = readyData(provider)?.service.apiVersion;
  const refusals = [
    ...consent(request),
    ...(request.forceDelete && apiVersion === "v1.0" ? [forceDeleteNeedsV2(apiVersion)] : []),
  ];
  if (hasErrors(refusals)) return refusals;
  if (request.action === "restart") return [restartsOfAction(request)];
  const isOpen = request.isAllowed === "undecided" || request.maxDeletions === "undecided";
  return [deletionsOfAction(request, isOpen || (request.hidesIds && request.maxDeletions !== undefined))];
}

function namedTwice({ instance_ids: ids }: Pick<RestartConfig | DeleteConfig, "instance_ids">): readonly Diagnostic[] {
  if (ids === unknown || ids === null) return [];
  const places = new Map<string, number>();
  return ids.flatMap((id, index) => {
    if (typeof id !== "string") return [];
    const first = places.get(idKey(id));
    if (first !== undefined) return [duplicateInstanceId(first, index, id)];
    places.set(idKey(id), index);
    return [];
  });
}

/**
 * The identity of an action with its configuration: equal for each of its invocations, for any order of the ids and any spelling of each,
 * different for any other.
 */
function invocationOf(type: string, config: ObjectValue): string {
  const ids = config["instance_ids"];
  const keys = Array.isArray(ids) ? (ids as readonly string[]).map(idKey).sort() : undefined;
  const sorted = keys === undefined ? config : { ...config, instance_ids: keys };
  return JSON.stringify([type, sorted], (_, value: Value) => (isMap(value) ? [...value] : value));
}
