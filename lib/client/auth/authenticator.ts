import type { CallFailure, KeystoneCall } from "../../domain/call-failure";
import { DmsError } from "../dms-error";
import { type Exchanged, type HttpRequest, type Send, withHeaders, type HttpAnswer } from "../http/http-message";
import { jsonOf, asObject } from "../answers/json-reader";
import { decodeErrorBody, isServiceCode, meaningOf } from "../answers/error-body";
import { answerFailure } from "../answers/answer-failure";

/** Authenticates requests and reacts to a 401. */
export interface Authenticator {
  /**
   * Sends a request through `send`, once; after a 401 once more if there is a new token. Answers the last exchange, also one that ended in
   * a 401. Rejects with fate `not-sent` if it failed before the request itself went out.
   */
  exchange(request: HttpRequest, send: Send, signal: AbortSignal): Promise<Exchanged>;
  /** The id of the project that the credentials are bound to, if they tell it. */
  boundProjectId?(send: Send, signal: AbortSignal): Promise<string | undefined>;
}

/** Leaves requests unchanged, for an emulator. */
export const noAuthenticator: Authenticator = {
  exchange: (request, send, signal) => send(request, signal),
};

/** Sends a token that the user brought. The token cannot be renewed. */
export function createTokenAuthenticator(token: string): Authenticator {
  return {
    exchange: (request, send, signal) => send(withToken(request, token), signal),
  };
}

/**
 * Sends no credentials, because those that are set are not for this endpoint, and says so if the endpoint asks for some. `withheld`: the
 * places where they are set, such as `OS_TOKEN`.
 */
export function createWithholdingAuthenticator(
  withheld: readonly string[],
  endpoint: string,
  now: () => number,
): Authenticator {
  return {
    exchange: async (request, send, signal) => {
      const exchanged = await send(request, signal);
      if (exchanged.answer.status !== 401) return exchanged;
      const failure = answerFailure(exchanged.request, exchanged.answer, now());
      const message =
        `${failure.message} No credentials were sent: ${withheld.join(", ")} may be for a cloud, and ${endpoint} is on this machine. To send ` +
        `them, set OS_AUTH_URL to a URL on this machine too, such as ${endpoint}/v3, or give them as attributes of the provider.`;
      const { code, fate, status, errorCode, errorMessage, requestId, retryAfterMs } = failure;
      throw new DmsError({
        code,
        fate,
        message,
        status,
        errorCode,
        errorMessage,
        requestId,
        retryAfterMs,
        cause: failure,
      });
    },
  };
}

/** The request with a Keystone token. Pure. */
export function withToken(request: HttpRequest, token: string): HttpRequest {
  return withHeaders(request, { "x-auth-token": token }, [token]);
}

const steps: Readonly<Record<KeystoneCall, string>> = {
  login: "the login",
  agency: "assuming the agency",
  project: "finding the project's id",
};

/**
 * A failure of a step before `what` was sent; `call` unless the cause names another call. The request itself was not sent, regardless of
 * the fate of the step. Pure.
 */
export function failureBeforehand(what: string, call: KeystoneCall, cause: CallFailure): DmsError {
  const step = steps[cause.call ?? call];
  return new DmsError({
    code: cause.code,
    fate: "not-sent",
    message: `${what}: not sent, because ${step} failed. ${cause.message}`,
    status: cause.status,
    errorCode: cause.errorCode,
    errorMessage: cause.errorMessage,
    requestId: cause.requestId,
    retryAfterMs: cause.retryAfterMs,
    call: cause.call ?? call,
    cause,
  });
}

/** A failure of the repeat of `what`, which the service had refused with a 401. Pure. */
export function failureAfterRefusal(what: string, cause: CallFailure): DmsError {
  const message = `${what}: sent once and refused (HTTP 401), which did nothing. Its repeat: ${cause.message}`;
  return new DmsError({ ...cause, fate: "refused", message, cause });
}

/** The failure of a request whose signal aborted while it waited for an earlier step. Pure. */
export function interruptedBefore(what: string): DmsError {
  const message = `${what}: interrupted before it was sent. Nothing was sent.`;
  return new DmsError({ code: "interrupted", fate: "not-sent", message });
}

/**
 * Waits for shared work until `signal` aborts; the work itself goes on. `what`: the waiting request, for the text of the `interrupted`
 * failure.
 */
export function waitUnlessAborted<T>(work: Promise<T>, what: string, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(interruptedBefore(what));
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener("abort", onAbort);
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** The verdict of an answer on the key or token of its request. */
export type Verdict = "accepted" | "refused" | "nothing";

/**
 * `refused`: a 401. `accepted`: an answer that follows only after authentication, that is a 2xx of the service, or a 4xx with a code of its
 * own. Any other answer is not a verdict: gateways and proxies answer a 503, a 429 or a sign-in page without authenticating the caller.
 * Pure.
 */
export function judgeCaller(answer: HttpAnswer): Verdict {
  const { status, body } = answer;
  if (status === 401) return "refused";
  if (status >= 200 && status <= 299) {
    return body.trim() === "" || asObject(jsonOf(answer)) !== undefined ? "accepted" : "nothing";
  }
  if (status < 400 || status > 499 || status === 429) return "nothing";
  const { errorCode } = decodeErrorBody(jsonOf(answer));
  return isServiceCode(errorCode) && meaningOf(errorCode) !== "throttled" ? "accepted" : "nothing";
}
