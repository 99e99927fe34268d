import { isCallFailure } from "../../domain/call-failure";
import { answerFailure } from "../answers/answer-failure";
import { type AnswerLimits, ordinaryAnswer } from "../http/answer-limits";
import { type Authenticator, failureBeforehand } from "../auth/authenticator";
import type { DmsClientConfig } from "../client-config";
import type { DmsError } from "../dms-error";
import {
  type Exchanged,
  type HttpAnswer,
  type HttpRequest,
  percentEncode,
  type Send,
  formatQuery,
  type QueryPair,
} from "../http/http-message";

/** Calls below `/{version}/{project}/instances`, authenticated. One call is one exchange, without repetitions. */
export interface ServiceCall {
  /** `suffix`: e.g. `/{id}`, encoded. Answers every status. @default limits `ordinaryAnswer` */
  get(suffix: string, query: readonly QueryPair[], signal: AbortSignal, limits?: AnswerLimits): Promise<Exchanged>;
  /**
   * Answers a 2xx; rejects with a `DmsError` for every other status. `onLeaving` is called each time the request leaves: after a login, and
   * once more where it is sent with a new token. If it throws, the request stays here.
   */
  write(suffix: string, body: object, signal: AbortSignal, onLeaving?: () => void): Promise<Exchanged>;
  /** The error for an answer that is not 2xx. */
  failureOf(exchanged: Exchanged): DmsError;
}

interface ServiceCallContext {
  readonly config: DmsClientConfig;
  readonly authenticator: Authenticator;
  readonly projectId: (signal: AbortSignal) => Promise<string>;
  readonly send: Send;
  readonly now: () => number;
  readonly userAgent: string;
}

export function createServiceCall(context: ServiceCallContext): ServiceCall {
  const exchange = async (
    method: HttpRequest["method"],
    suffixAndQuery: string,
    { body, answerLimits = ordinaryAnswer, onLeaving }: ExchangeOptions,
    signal: AbortSignal,
  ): Promise<Exchanged> => {
    const projectId = await findProject(`${method} …/instances${suffixAndQuery}`, context, signal);
    const request = { ...buildRequest(context, projectId, method, suffixAndQuery, body), answerLimits };
    const send = onLeaving === undefined ? context.send : tellingOf(request.url, context.send, onLeaving);
    return context.authenticator.exchange(request, send, signal);
  };
  const failureOf = ({ request, answer }: Exchanged): DmsError => answerFailure(request, answer, context.now());
  return {
    failureOf,
    get: (suffix, query, signal, answerLimits = ordinaryAnswer) =>
      exchange("GET", suffix + formatQuery(query), { answerLimits }, signal),
    write: async (suffix, body, signal, onLeaving) => {
      const exchanged = await exchange("POST", suffix, { body, ...(onLeaving && { onLeaving }) }, signal);
      if (!isSuccess(exchanged.answer)) throw failureOf(exchanged);
      return exchanged;
    },
  };
}

interface ExchangeOptions {
  readonly body?: object;
  readonly answerLimits?: AnswerLimits;
  readonly onLeaving?: () => void;
}

/** Announces a request to this address before it leaves; a login goes elsewhere. */
function tellingOf(url: URL, send: Send, onLeaving: () => void): Send {
  return (request, signal) => {
    if (request.url.href === url.href) onLeaving();
    return send(request, signal);
  };
}

/** Any 2xx: the service was seen to answer 200 where 204 is documented. */
export function isSuccess(answer: HttpAnswer): boolean {
  return answer.status >= 200 && answer.status <= 299;
}

async function findProject(what: string, context: ServiceCallContext, signal: AbortSignal): Promise<string> {
  try {
    return await context.projectId(signal);
  } catch (thrown) {
    if (!isCallFailure(thrown) || thrown.code === "interrupted") throw thrown;
    throw failureBeforehand(what, "project", thrown);
  }
}

function buildRequest(
  { config, userAgent }: ServiceCallContext,
  projectId: string,
  method: HttpRequest["method"],
  suffixAndQuery: string,
  body: object | undefined,
): HttpRequest {
  const path = `/${config.apiVersion}/${percentEncode(projectId)}/instances${suffixAndQuery}`;
  return {
    method,
    url: new URL(config.endpoint + path),
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      "user-agent": userAgent,
      // Signed requests for a subproject need this header; other requests ignore it.
      "x-project-id": projectId,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isWrite: method === "POST",
    secrets: [],
  };
}

/** Ids go into paths, where ".." would change the request. Ids are not escaped, because real ids do not need it. */

/** Letters, digits, `-` and `_`. The service's ids are UUIDs, but the service itself decides which ones it refuses. Pure. */
export function isInstanceId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(text);
}
