import type { CallFailure, KeystoneCall } from "../../domain/call-failure";
import { DmsError } from "../dms-error";
import { type Exchanged, type HttpRequest, type Send, withHeaders } from "../http/http-message";

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
