import { decodeJson, isJsonObject, type JsonValue } from "./json-value";
import type { ApiAnswer, ApiRequest } from "./api-call";
import { authenticate, authenticateAtKeystone, type AuthState } from "./auth/authenticate";
import { answerFault } from "./fault-answer";
import type { FaultSubject } from "./fault-box";
import type { CallFault } from "./fault-rules";
import type { Journal } from "./journal";
import { actOnInstances } from "./operations/act-on-instances";
import { issueToken, type Directory } from "./operations/issue-token";
import { listInstances } from "./operations/list-instances";
import { listProjects } from "./operations/list-projects";
import { deleteInstance, getInstance } from "./operations/one-instance";
import type { ServiceState } from "./operations/service-state";
import { Refusal, refusalBody, refuse } from "./refusal";
import { findRoute, type Route } from "./routes";
import { projectIdPattern } from "./seed";

/** Everything the emulated service knows. */
export interface ServiceParts extends ServiceState {
  readonly auth: AuthState;
  readonly directory: Directory;
  readonly journal: Journal;
  /** A request id that no other answer has. */
  nextRequestId(): string;
}

/** What goes back over the wire, and how. */
export type Delivery =
  /** The answer as it is, after `delayMs` of real time. */
  | { readonly kind: "whole"; readonly answer: ApiAnswer; readonly requestId: string; readonly delayMs: number }
  /** The answer's head and the first half of its body, then the connection is cut. */
  | { readonly kind: "half"; readonly answer: ApiAnswer; readonly requestId: string }
  /** Not a byte: the connection is cut. */
  | { readonly kind: "cut" }
  /** A web page for people. */
  | { readonly kind: "page"; readonly html: string };

interface Outcome {
  readonly delivery: Exclude<Delivery, { kind: "page" }>;
  readonly note: string | undefined;
}

/**
 * Deals with one call: finds the route, asks the fault rules, authenticates, validates, does it, and writes the journal.
 * Never rejects on account of the request; `refusal` is set when the transport already found it impossible.
 */
export async function serve(parts: ServiceParts, request: ApiRequest, refusal?: Refusal): Promise<Delivery> {
  const requestId = parts.nextRequestId();
  const at = new Date(parts.pace().nowMs).toISOString();
  const route = refusal ?? tryFindRoute(request);
  const subject = route instanceof Refusal ? undefined : faultSubject(route, request);
  const fault = subject === undefined ? undefined : parts.faults.forCall(subject);
  const isTokenCall = !(route instanceof Refusal) && route.operation === "token";
  const outcome = await carryOut(parts, request, route, fault, requestId);
  const { delivery, note } = outcome;
  const answered = delivery.kind === "cut" ? undefined : delivery.answer;
  if (delivery.kind === "whole") parts.store.markSeen(delivery.answer.shown);
  parts.journal.add({
    at,
    request,
    isTokenCall,
    status: answered?.status ?? null,
    response: answered?.body ?? null,
    note,
  });
  return delivery;
}

async function carryOut(
  parts: ServiceParts,
  request: ApiRequest,
  route: Route | Refusal,
  fault: CallFault | undefined,
  requestId: string,
): Promise<Outcome> {
  const answered = async (): Promise<ApiAnswer> => {
    try {
      if (route instanceof Refusal) throw route;
      return await perform(parts, request, route);
    } catch (thrown) {
      return answerRefusal(thrown, requestId);
    }
  };
  const whole = (answer: ApiAnswer, delayMs = 0) => ({ kind: "whole", answer, requestId, delayMs }) as const;
  switch (fault?.kind) {
    case undefined:
      return { delivery: whole(await answered()), note: undefined };
    case "status": {
      const isTokenCall = !(route instanceof Refusal) && route.operation === "token";
      const answer = answerFault(fault, isTokenCall, requestId);
      return { delivery: whole(answer), note: "answered by a fault rule; not carried out" };
    }
    case "delay":
      return { delivery: whole(await answered(), fault.delayMs), note: `answered ${fault.delayMs} ms late` };
    case "truncate":
      return { delivery: { kind: "half", answer: await answered(), requestId }, note: "answer cut in the middle" };
    case "drop":
      return fault.when === "before"
        ? { delivery: { kind: "cut" }, note: "connection cut; not carried out" }
        : { delivery: { kind: "cut" }, note: `carried out with status ${(await answered()).status}; connection cut` };
  }
}

async function perform(parts: ServiceParts, request: ApiRequest, route: Route): Promise<ApiAnswer> {
  const query = new URLSearchParams(request.rawQuery);
  if (route.operation === "token") return issueToken(parts.auth, parts.directory, request);
  if (route.operation === "projects") {
    await authenticateAtKeystone(parts.auth, request);
    return listProjects(parts.directory, query, request.baseUrl);
  }
  const { dialect, projectId } = route;
  if (!projectIdPattern.test(projectId)) throw refuse("DMS.00400002");
  await authenticate(parts.auth, request, projectId);
  switch (route.operation) {
    case "action":
      return actOnInstances(parts, dialect, projectId, request.body);
    case "list":
      return listInstances(parts, dialect, projectId, query);
    case "get":
      return getInstance(parts, dialect, projectId, route.instanceId);
    case "delete":
      return deleteInstance(parts, dialect, projectId, route.instanceId);
  }
}

function tryFindRoute(request: ApiRequest): Route | Refusal {
  try {
    return findRoute(request.method, request.path);
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
}

function answerRefusal(thrown: unknown, requestId: string): ApiAnswer {
  // A defect of the emulator must look like one of the service, and must not take the process down.
  const refusal = thrown instanceof Refusal ? thrown : refuse("DMS.00500000", String(thrown));
  return { status: refusal.status, headers: refusal.headers, body: refusalBody(refusal, requestId), shown: [] };
}

/** What fault rules may look at. A body is read as far as it can be: rules come before validation. */
function faultSubject(route: Route, request: ApiRequest): FaultSubject | undefined {
  switch (route.operation) {
    case "projects":
      return undefined;
    case "token":
    case "list":
      return { operation: route.operation, action: undefined, instances: [] };
    case "get":
    case "delete":
      return { operation: route.operation, action: undefined, instances: [route.instanceId] };
    case "action": {
      const body = decodeJson(request.body);
      const fields = isJsonObject(body) ? body : {};
      return { operation: "action", action: verb(fields.action), instances: texts(fields.instances) };
    }
  }
}

function verb(value: JsonValue | undefined): FaultSubject["action"] {
  return value === "restart" || value === "delete" ? value : undefined;
}

function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((id): id is string => typeof id === "string") : [];
}
