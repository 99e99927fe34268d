import type { InstanceId } from "../domain/instance";
import { engineOf } from "./fleet/instance-record";
import type { Dialect } from "./fleet/instance-view";
import { refuse, refuseAtKeystone, type Refusal } from "./refusal";

/** A call that the emulator knows. */
export type Route =
  | { readonly operation: "action" | "list"; readonly dialect: Dialect; readonly projectId: string }
  | {
      readonly operation: "get" | "delete";
      readonly dialect: Dialect;
      readonly projectId: string;
      readonly instanceId: InstanceId;
    }
  | { readonly operation: "list-tasks"; readonly projectId: string; readonly instanceId: InstanceId }
  | {
      readonly operation: "get-task" | "delete-task";
      readonly projectId: string;
      readonly instanceId: InstanceId;
      readonly taskId: string;
    }
  | { readonly operation: "list-nodes" | "restart-nodes"; readonly projectId: string; readonly instanceId: InstanceId }
  | { readonly operation: "version" }
  | { readonly operation: "token"; readonly by: "identity" | "id-token" }
  | { readonly operation: "projects" };

/** Finds the call of a request. Pure. Throws the documented refusal for an unknown URL or method. */
export function findRoute(method: string, path: string): Route {
  const segments = path.split("/").slice(1).map(decodeSegment);
  const [version, projectId = "", collection, last] = segments;
  if (version === "v3" || version === "v3.0") return findKeystoneRoute(method, segments);
  if (version === "v2" && last === "instances") return findNodesRoute(method, segments);
  if ((version !== "v1.0" && version !== "v2") || collection !== "instances") throw refuse("DMS.00404001");
  if (segments.length > 4) return findTaskRoute(method, segments);
  if (last === undefined) {
    if (method === "GET") return { operation: "list", dialect: version, projectId };
    throw wrongMethod("GET", method === "POST" ? "Creating instances is not modelled by the emulator." : undefined);
  }
  if (last === "") throw refuse("DMS.00404001");
  if (last === "action") {
    if (method === "POST") return { operation: "action", dialect: version, projectId };
    throw wrongMethod("POST");
  }
  if (method === "GET") return { operation: "get", dialect: version, projectId, instanceId: last };
  if (method === "DELETE") return { operation: "delete", dialect: version, projectId, instanceId: last };
  throw wrongMethod(
    "GET, DELETE",
    method === "PUT" ? "Modifying instances is not modelled by the emulator." : undefined,
  );
}

/** The call about tasks, which are below an instance and only in v2. */
function findTaskRoute(method: string, segments: readonly string[]): Route {
  const [version, projectId = "", , instanceId = "", below, taskId] = segments;
  if (version !== "v2" || below !== "tasks" || instanceId === "" || taskId === "" || segments.length > 6) {
    throw refuse("DMS.00404001");
  }
  if (taskId === undefined) {
    if (method === "GET") return { operation: "list-tasks", projectId, instanceId };
    throw wrongMethod("GET");
  }
  if (method === "GET") return { operation: "get-task", projectId, instanceId, taskId };
  if (method === "DELETE") return { operation: "delete-task", projectId, instanceId, taskId };
  throw wrongMethod("GET, DELETE");
}

/** RocketMQ's own calls have the engine's word before the collection. */
function findNodesRoute(method: string, segments: readonly string[]): Route {
  const [, projectId = "", engine = "", , instanceId = "", call] = segments;
  const isKnown = engineOf(engine) === "rocketmq" && instanceId !== "" && segments.length === 6;
  if (isKnown && call === "nodes") {
    if (method === "GET") return { operation: "list-nodes", projectId, instanceId };
    throw wrongMethod("GET");
  }
  if (isKnown && call === "restart") {
    if (method === "POST") return { operation: "restart-nodes", projectId, instanceId };
    throw wrongMethod("POST");
  }
  throw refuse("DMS.00404001");
}

function findKeystoneRoute(method: string, segments: readonly string[]): Route {
  const path = segments.join("/");
  if (path === "v3" || path === "v3/") {
    if (method === "GET") return { operation: "version" };
    throw refuseAtKeystone(405, "The method is not allowed for the requested URL.");
  }
  if (path === "v3/auth/tokens" || path === "v3.0/OS-AUTH/id-token/tokens") {
    if (method === "POST") return { operation: "token", by: path === "v3/auth/tokens" ? "identity" : "id-token" };
    throw refuseAtKeystone(405, "The method is not allowed for the requested URL.");
  }
  if (path === "v3/projects" || path === "v3/auth/projects") {
    if (method === "GET") return { operation: "projects" };
    throw refuseAtKeystone(405, "The method is not allowed for the requested URL.");
  }
  throw refuseAtKeystone(404, "The resource could not be found.");
}

function wrongMethod(allowed: string, detail?: string): Refusal {
  return refuse("DMS.00405001", detail, { Allow: allowed });
}

/** A decoded segment. An invalid encoding stays unchanged; such a segment does not match an id. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
