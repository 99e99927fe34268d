import { type CallFailure, callFailureMark } from "../../../lib/domain/call-failure";

/** A failure as a port throws it. */
export function callError(failure: Omit<CallFailure, "message"> & { readonly message?: string }): Error & CallFailure {
  const message = failure.message ?? `${failure.code} (${failure.fate})`;
  return Object.assign(new Error(message), failure, { message, [callFailureMark]: true });
}

export const interruptedRead = (): Error => callError({ code: "interrupted", fate: "not-sent" });

/** DMS.00400026: not allowed in this status. */
export const busy = (): Error & CallFailure =>
  callError({
    code: "busy",
    fate: "refused",
    status: 400,
    errorCode: "DMS.00400026",
    errorMessage: "This operation is not allowed due to the instance status.",
    requestId: "req-busy",
  });

/** DMS.00404022: one of the instances does not exist. */
export const noSuchInstance = (): Error & CallFailure =>
  callError({
    code: "not-found",
    fate: "refused",
    status: 404,
    errorCode: "DMS.00404022",
    errorMessage: "This instance does not exist.",
    requestId: "req-404",
  });

export const throttled = (retryAfterMs?: number): Error & CallFailure =>
  callError({
    code: "throttled",
    fate: "refused",
    status: 429,
    errorCode: "APIG.0308",
    errorMessage: "The throttling threshold has been reached.",
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

export const unreachable = (): Error & CallFailure => callError({ code: "unreachable", fate: "not-sent" });

/** The connection broke after the request went out. */
export const lost = (): Error & CallFailure => callError({ code: "lost", fate: "unknown" });

export const serverError = (): Error & CallFailure =>
  callError({
    code: "server-error",
    fate: "unknown",
    status: 503,
    errorCode: "DMS.00500000",
    errorMessage: "Internal",
  });

/** A read of one instance that is refused in words which prove nothing. */
export const noSuchWords = (): Error & CallFailure =>
  callError({
    code: "invalid",
    fate: "refused",
    status: 400,
    errorCode: "DMS.00400999",
    errorMessage: "The instance does not exist.",
    message: "GET …/b: HTTP 400 (DMS.00400999: The instance does not exist.).",
  });

/** 403: the credentials lack the right. */
export const forbidden = (): Error & CallFailure =>
  callError({ code: "forbidden", fate: "refused", status: 403, message: "GET …: HTTP 403." });

/** A read that the service could not answer. */
export const readFailed = (): Error & CallFailure =>
  callError({ code: "server-error", fate: "refused", status: 503, message: "GET …: HTTP 503." });
