import type { InstanceId } from "../../domain/instance";
import { parseActionRequest, type ActionRequest } from "./action-request";
import type { FaultSubject } from "../faults/fault-box";
import type { Dialect } from "../fleet/instance-view";
import { decodeJson, isJsonObject, type JsonValue } from "../json-value";
import { failedCreations, type ServiceState } from "./service-state";
import { Refusal } from "../refusal";
import type { Route } from "../routes";

/**
 * The properties that fault rules for whole calls match; `undefined` for a call that rules cannot affect. A body is read as far as
 * possible, because these rules come before validation.
 */
export function faultSubject(state: ServiceState, route: Route, body: Uint8Array): FaultSubject | undefined {
  switch (route.operation) {
    case "version":
    case "projects":
    case "list-nodes":
      return undefined;
    case "token":
    case "list":
      return { operation: route.operation, action: undefined, instances: [] };
    case "get":
    case "delete":
      return { operation: route.operation, action: undefined, instances: [route.instanceId] };
    case "list-tasks":
    case "get-task":
    case "delete-task":
      return { operation: "tasks", action: undefined, instances: [route.instanceId] };
    case "restart-nodes":
      return restartOf(route.instanceId);
    case "action": {
      const value = decodeJson(body);
      const fields = isJsonObject(value) ? value : {};
      const instances = [...texts(fields.instances), ...purged(state, route.dialect, route.projectId, body)];
      return { operation: "action", action: verb(fields.action), instances };
    }
  }
}

/** For rules, a restart of some nodes of an instance is the same as a batch restart of that instance. */
export function restartOf(id: InstanceId): FaultSubject {
  return { operation: "action", action: "restart", instances: [id] };
}

/** All-failure names no ids, and yet concerns every failed creation that it would remove. */
function purged(state: ServiceState, dialect: Dialect, projectId: string, body: Uint8Array): readonly string[] {
  const request = tryParse(body, dialect);
  if (request?.kind !== "purge") return [];
  return failedCreations(state, projectId, request.engine).map(({ record }) => record.id);
}

function tryParse(body: Uint8Array, dialect: Dialect): ActionRequest | undefined {
  try {
    return parseActionRequest(body, dialect);
  } catch (thrown) {
    if (thrown instanceof Refusal) return undefined;
    throw thrown;
  }
}

function verb(value: JsonValue | undefined): FaultSubject["action"] {
  return value === "restart" || value === "delete" ? value : undefined;
}

function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((id): id is string => typeof id === "string") : [];
}
