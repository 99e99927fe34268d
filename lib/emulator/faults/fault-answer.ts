import type { ApiAnswer } from "../api-call";
import type { CallFault } from "./fault-rules";
import { documentedText, keystoneTitle, Refusal, refusalBody } from "../refusal";

/** Codes for injected statuses without a code: the documented ones if there are any. */
const defaultErrors: Readonly<Record<number, readonly [string, string]>> = {
  400: ["DMS.00400062", "Invalid request parameter."],
  401: ["APIG.0301", "Incorrect IAM authentication information: decrypt token fail"],
  403: ["APIG.0302", "The IAM user is not authorized to access the API."],
  404: ["DMS.00404022", "This DMS instance does not exist."],
  405: ["DMS.00405001", "This method is not allowed."],
  413: ["APIG.0201", "Request entity too large."],
  429: ["APIG.0308", "The throttling threshold has been reached: policy user over ratelimit."],
  500: ["DMS.00500000", "Internal service error."],
  502: ["APIG.0202", "Backend unavailable."],
  503: ["APIG.0613", "The service is unavailable."],
  504: ["APIG.0203", "Backend timeout."],
};

/** The answer with which a `status` rule replaces the real one. Pure. */
export function answerFault(fault: CallFault & { kind: "status" }, isTokenCall: boolean, requestId: string): ApiAnswer {
  const [defaultCode, defaultMessage] = defaultErrors[fault.status] ?? ["DMS.00500000", "Injected by a fault rule."];
  const ownCode = isTokenCall ? keystoneTitle(fault.status) : undefined;
  const code = fault.errorCode ?? ownCode ?? defaultCode;
  const message = fault.errorMsg ?? documentedText(code) ?? defaultMessage;
  const shape = isTokenCall ? "keystone" : code.startsWith("APIG") ? "gateway" : "dms";
  const refusal = new Refusal(shape, fault.status, code, message);
  return {
    status: fault.status,
    headers: fault.retryAfter === undefined ? {} : { "Retry-After": fault.retryAfter },
    body: refusalBody(refusal, requestId),
    shown: [],
  };
}
