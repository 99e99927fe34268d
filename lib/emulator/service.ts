import { type ApiAnswer, type ApiRequest, foreignType } from "./api-call";
import { authenticate, authenticateAtKeystone, type AuthState } from "./auth/authenticate";
import { answerFault } from "./faults/fault-answer";
import type { CallFault } from "./faults/fault-rules";
import { faultSubject } from "./operations/fault-subject";
import type { Journal } from "./journal/journal";
import { actOnInstances, deleteInstance } from "./operations/act-on-instances";
import { listNodes, restartNodes } from "./operations/broker-nodes";
import { issueToken, type Directory } from "./operations/issue-token";
import { deleteTask, getTask, listTasks } from "./operations/instance-tasks";
import { getInstance, listInstances } from "./operations/read-instances";
import { describeIdentityVersion, listProjects } from "./operations/keystone-reads";
import type { ServiceState } from "./operations/service-state";
import { Refusal, refusalBody, refuse, refuseAtKeystone } from "./refusal";
import { findRoute, type Route } from "./routes";
import { projectIdPattern } from "./seed/seed";

/** The complete knowledge of the emulated service. */
export interface ServiceParts extends ServiceState {
  readonly auth: AuthState;
  readonly directory: Directory;
  readonly journal: Journal;
  /** A new request id. */
  nextRequestId(): string;
}

/** The delivery of an answer. */
export type Delivery =
  /** The whole answer, after `delayMs` of real time. */
  | { readonly kind: "whole"; readonly answer: ApiAnswer; readonly requestId: string; readonly delayMs: number }
  /** The answer's head and the first half of its body, or half the head without a body; then the connection is cut. */
  | { readonly kind: "half"; readonly answer: ApiAnswer; readonly requestId: string }
  /** The connection is cut without a byte. */
  | { readonly kind: "cut" }
  /** A web page for people. */
  | { readonly kind: "page"; readonly html: string };

/** A call in progress. */
interface Call {
  readonly request: ApiRequest;
  /** The route; a refusal for an unknown address. */
  readonly route: Route | Refusal;
  readonly operation: Route["operation"] | undefined;
  readonly requestId: string;
}

interface Outcome {
  readonly delivery: Exclude<Delivery, { kind: "page" }>;
  /** The effect of a fault rule, for the journal. */
  readonly note?: string;
}

/**
 * Handles one call: finds the route, asks the fault rules, authenticates, validates, carries it out, and writes the journal. `refusal` is
 * set if the transport has already refused the request. Rejects only for a defect of the emulator.
 */
export async function serve(parts: ServiceParts, request: ApiRequest, refusal?: Refusal): Promise<Delivery> {
  const at = new Date(parts.pace().nowMs).toISOString();
  const route = refusal ?? tryFindRoute(request);
  const operation = route instanceof Refusal ? undefined : route.operation;
  const call: Call = { request, route, operation, requestId: parts.nextRequestId() };
  const { delivery, note } = await carryOut(parts, call, matchFault(parts, call));
  const answered = delivery.kind === "cut" ? undefined : delivery.answer;
  parts.journal.add({
    at,
    request,
    operation,
    status: answered?.status ?? null,
    response: answered?.body ?? null,
    answerHeaders: answered?.headers,
    note,
  });
  return delivery;
}

async function carryOut(parts: ServiceParts, call: Call, fault: CallFault | undefined): Promise<Outcome> {
  const { requestId } = call;
  const whole = (answer: ApiAnswer, delayMs = 0) => ({ kind: "whole", answer, requestId, delayMs }) as const;
  switch (fault?.kind) {
    case undefined:
      return { delivery: whole(await answerCall(parts, call)) };
    case "status": {
      const answer = answerFault(fault, call.operation === "token", requestId);
      return { delivery: whole(answer), note: "answered by a fault rule; not carried out" };
    }
    case "delay": {
      const answer = await answerCall(parts, call);
      return { delivery: whole(answer, fault.delayMs), note: `answered ${fault.delayMs} ms late` };
    }
    case "truncate": {
      const answer = await answerCall(parts, call);
      return { delivery: { kind: "half", answer, requestId }, note: "carried out; answer cut in the middle" };
    }
    case "drop": {
      if (fault.when === "before") return { delivery: { kind: "cut" }, note: "connection cut; not carried out" };
      const { status } = await answerCall(parts, call);
      return { delivery: { kind: "cut" }, note: `carried out with status ${status}; connection cut` };
    }
  }
}

async function answerCall(parts: ServiceParts, { request, route, requestId }: Call): Promise<ApiAnswer> {
  try {
    if (route instanceof Refusal) throw route;
    return await perform(parts, request, route);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { status: thrown.status, headers: thrown.headers, body: refusalBody(thrown, requestId), shown: [] };
  }
}

async function perform(parts: ServiceParts, request: ApiRequest, route: Route): Promise<ApiAnswer> {
  if (route.operation === "token") {
    const type = foreignType(request.headers);
    // The words of OpenStack Keystone, which accepts a request without a type.
    if (type !== undefined) throw refuseAtKeystone(400, "Expecting to find application/json in Content-Type header.");
    return issueToken(parts.auth, parts.directory, request, route.by);
  }
  if (route.operation === "version") return describeIdentityVersion(request.baseUrl);
  if (route.operation === "projects") {
    await authenticateAtKeystone(parts.auth, request);
    return listProjects(parts.directory, new URLSearchParams(request.rawQuery), request.baseUrl);
  }
  return performInProject(parts, request, route);
}

async function performInProject(
  parts: ServiceParts,
  request: ApiRequest,
  route: Extract<Route, { readonly projectId: string }>,
): Promise<ApiAnswer> {
  const { projectId } = route;
  if (!projectIdPattern.test(projectId)) throw refuse("DMS.00400002");
  const actor = await authenticate(parts.auth, request, projectId);
  const query = new URLSearchParams(request.rawQuery);
  switch (route.operation) {
    case "action":
      requireJson(request);
      return actOnInstances(parts, route.dialect, projectId, request.body, actor);
    case "list":
      return listInstances(parts, route.dialect, projectId, query);
    case "get":
      return getInstance(parts, route.dialect, projectId, route.instanceId);
    case "delete":
      return deleteInstance(parts, route.dialect, projectId, route.instanceId, actor);
    case "list-tasks":
      return listTasks(parts, projectId, route.instanceId, query);
    case "get-task":
      return getTask(parts, projectId, route.instanceId, route.taskId);
    case "delete-task":
      return deleteTask(parts, projectId, route.instanceId, route.taskId);
    case "list-nodes":
      return listNodes(parts, projectId, route.instanceId, query);
    case "restart-nodes":
      requireJson(request);
      return restartNodes(parts, projectId, route.instanceId, request.body, actor);
  }
}

function requireJson({ headers }: ApiRequest): void {
  const type = foreignType(headers);
  if (type !== undefined) throw refuse("DMS.00400005", `Send it with Content-Type: application/json, not ${type}.`);
}

function tryFindRoute(request: ApiRequest): Route | Refusal {
  try {
    return findRoute(request.method, request.path);
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
}

function matchFault(parts: ServiceParts, { route, request }: Call): CallFault | undefined {
  const subject = route instanceof Refusal ? undefined : faultSubject(parts, route, request.body);
  return subject === undefined ? undefined : parts.faults.forCall(subject);
}
