/**
 * The fate of a request that failed.
 *
 * - `not-sent`: the request did not leave this machine; safe to send again.
 * - `refused`: the service answered and did nothing; safe to send again.
 * - `unknown`: the service may have carried it out (connection lost after the body went out, timeout, 5xx, an answer that cannot be read).
 *   A write of unknown fate is looked up, never sent again.
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
  /** An answer that the documents do not describe: HTML from a proxy, broken JSON, a body of another shape. */
  | "unexpected-answer";

/**
 * A call beside those of the service itself: a login, the assuming of an agency, the look for a project's id. Keystone answers it, and it
 * fails for reasons of its own.
 */
export type KeystoneCall = "login" | "agency" | "project";

/** A failed call. Decisions switch on `code` and `fate`, never on `message`. */
export interface CallFailure {
  readonly code: CallFailureCode;
  readonly fate: Fate;
  /** Text for people: the request, the answer, and whether anything was sent. Holds no secret. */
  readonly message: string;
  readonly status?: number;
  /** The service's code, e.g. `DMS.00400026`. */
  readonly errorCode?: string;
  /** The service's text to that code. */
  readonly errorMessage?: string;
  readonly requestId?: string;
  /** Milliseconds the service asked to wait (Retry-After). */
  readonly retryAfterMs?: number;
  /** The failed call, if it was not a call of the service: the user has to correct this one, not the request that waited for it. */
  readonly call?: KeystoneCall;
}

/** The part of a failure that advice depends on. */
export type FailureKind = Pick<CallFailure, "code" | "errorCode" | "call">;

/** Whether a gateway refused the address that the call came from, not the user: codes 0401 and 0402 of its error table. */
export function isOfAddress({ errorCode = "" }: Pick<CallFailure, "errorCode">): boolean {
  return /^APIGW?\.040[12]$/.test(errorCode);
}

/** Marks an error thrown by an API port as a `CallFailure`. */
export const callFailureMark = "dmsCallFailure";

/** Whether the caught value is an error that a port marked. */
export function isCallFailure(thrown: unknown): thrown is CallFailure & Error {
  return typeof thrown === "object" && thrown !== null && callFailureMark in thrown;
}

/** The failure of a call that its caller ended or withdrew. */
export function interruptedCall(fate: Fate, message: string): CallFailure & Error {
  return Object.assign(new Error(message), { [callFailureMark]: true, code: "interrupted" as const, fate, message });
}

/** Calls that a gateway counts together, in words for people. */
export type CallKind = "listings" | "single reads" | "task records" | "actions" | "logins";

/** The calls that a hold keeps back: every call to a host, or those of one kind. */
export type HeldCalls = "all" | CallKind;
