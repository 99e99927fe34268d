/**
 * What is known about a request that did not end well.
 *
 * - `not-sent`: nothing of it left this machine; safe to send again.
 * - `refused`: the service answered and did nothing; safe to send again.
 * - `unknown`: it may have been carried out (connection lost after the body went out, timeout, 5xx, an answer that cannot be
 *   read). A write of unknown fate is looked up, never sent again.
 */
export type Fate = "not-sent" | "refused" | "unknown";

export type CallFailureCode =
  /** No connection: name not found, refused, TLS not agreed. */
  | "unreachable"
  /** The connection or the time ran out after the request was (or may have been) sent. */
  | "lost"
  /** Ended by the caller's signal. */
  | "interrupted"
  /** 401: token, key or signature not accepted. */
  | "unauthenticated"
  /** 403. */
  | "forbidden"
  /** 404 with the service's own code: no such instance or project. */
  | "not-found"
  /** The instance is not in a status that allows this now (DMS.00400026, DMS.00400017). */
  | "busy"
  /** 429, or the service's flow-control code. */
  | "throttled"
  /** Any other 4xx: asking again would give the same answer. */
  | "invalid"
  /** 5xx. */
  | "server-error"
  /** Not what the documents describe: HTML from a proxy, broken JSON, a body of another shape. */
  | "unexpected-answer";

/**
 * A call beside those of the service itself: a login, the assuming of an agency, the look for a project's id. Each is made at
 * Keystone, and has reasons of its own to fail.
 */
export type KeystoneCall = "login" | "agency" | "project";

/** How a failed call looks to those who decide what follows. They switch on `code` and `fate`, never on `message`. */
export interface CallFailure {
  readonly code: CallFailureCode;
  readonly fate: Fate;
  /** For people: what was asked, what came back, whether anything was sent. Holds no secret. */
  readonly message: string;
  readonly status?: number;
  /** The service's code, e.g. `DMS.00400026`. */
  readonly errorCode?: string;
  /** The service's text to that code. */
  readonly errorMessage?: string;
  readonly requestId?: string;
  /** Milliseconds the service asked to wait (Retry-After). */
  readonly retryAfterMs?: number;
  /** Which call failed where it was not one of the service: it, and not the request that waited for it, is to be put right. */
  readonly call?: KeystoneCall;
}

/** Marks an error thrown by an API port as a `CallFailure`. */
export const callFailureMark = "dmsCallFailure";

/** Whether what was caught is an error that a port marked. */
export function isCallFailure(thrown: unknown): thrown is CallFailure & Error {
  return typeof thrown === "object" && thrown !== null && callFailureMark in thrown;
}

/** The failure of a call that its caller ended, or that was not to be made any more. */
export function interruptedCall(fate: Fate, message: string): CallFailure & Error {
  return Object.assign(new Error(message), { [callFailureMark]: true, code: "interrupted" as const, fate, message });
}
