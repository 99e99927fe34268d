import type { CallFailureCode, Fate } from "../../domain/call-failure";
import { jsonOf } from "./json-reader";
import { DmsError, type DmsErrorParts } from "../dms-error";
import { decodeErrorBody, meaningOf } from "./error-body";
import { describeRequest, type Exchanged, type HttpAnswer, type HttpRequest } from "../http/http-message";
import { retryAfterOf } from "../http/retry-after";
import { excerpt, shownWord } from "../texts/foreign-words";
import { describeUnknownFate } from "../http/transport-failure";

/** The service's id of a request: the body's, else header X-Request-Id. Holds no secret of the request. Pure. */
export function readRequestId({ request, answer }: Exchanged): string | undefined {
  const id = decodeErrorBody(jsonOf(answer)).requestId ?? answer.headers["x-request-id"] ?? "";
  return id === "" ? undefined : excerpt(id, request.secrets);
}

/** The error for an answer whose status is not 2xx. Pure. */
export function answerFailure(request: HttpRequest, answer: HttpAnswer, nowMs: number): DmsError {
  const { code, fate } = classifyAnswer(request, answer, decodeErrorBody(jsonOf(answer)).errorCode);
  return new DmsError({
    code,
    fate,
    message:
      `${describeRequest(request)}: sent; ${describeAnswer(request, answer)}. ${describeFate(request, fate)}`.trim(),
    ...tellableParts({ request, answer }),
    retryAfterMs: retryAfterOf(answer, nowMs),
  });
}

/** The error for a 2xx answer whose body the documents do not describe: its effect is not known. Pure. */
export function unreadableAnswer(request: HttpRequest, answer: HttpAnswer, expected: string): DmsError {
  const what = `${describeRequest(request)}: sent; ${describeAnswer(request, answer)}; expected ${expected}.`;
  return new DmsError({
    code: "unexpected-answer",
    fate: "unknown",
    message: `${what} ${describeUnknownFate(request)}`.trim(),
    ...tellableParts({ request, answer }),
  });
}

/** Most UTF-16 units of the service's text that are kept: room for the fifty ids that DMS.00400099 may name. */
const longestErrorMessage = 2_500;

/** The parts of an answer that texts may quote, without the secrets of its request. */
function tellableParts({
  request,
  answer,
}: Exchanged): Pick<DmsErrorParts, "status" | "errorCode" | "errorMessage" | "requestId"> {
  const { errorCode, errorMessage } = decodeErrorBody(jsonOf(answer));
  return {
    status: answer.status,
    errorCode: errorCode === undefined ? undefined : shownWord(errorCode, request.secrets),
    errorMessage: errorMessage === undefined ? undefined : excerpt(errorMessage, request.secrets, longestErrorMessage),
    requestId: readRequestId({ request, answer }),
  };
}

function classifyAnswer(
  request: HttpRequest,
  answer: HttpAnswer,
  errorCode: string | undefined,
): { readonly code: CallFailureCode; readonly fate: Fate } {
  const { status } = answer;
  const meaning = meaningOf(errorCode);
  if (meaning !== undefined && status < 500) return { code: meaning, fate: "refused" };
  if (status === 401) return { code: "unauthenticated", fate: "refused" };
  // A page is a filter's on the way: it says nothing about the rights of the user.
  if (status === 403)
    return { code: errorCode === undefined && isPage(answer) ? "unexpected-answer" : "forbidden", fate: "refused" };
  if (status === 429 || meaning === "throttled") return { code: "throttled", fate: "refused" };
  if (status >= 500) {
    // The network wants a login; a service itself must not answer so (RFC 6585, section 6). No rule keeps a call from having passed.
    const code = status === 511 ? "unexpected-answer" : "server-error";
    return { code, fate: request.isWrite ? "unknown" : "refused" };
  }
  // A body without a code does not come from the service but from a proxy or a wrong endpoint.
  if (status >= 400) return { code: errorCode === undefined ? "unexpected-answer" : "invalid", fate: "refused" };
  // These four redirects mean that the call was not carried out; any other 3xx (such as 303, see other) may follow work done.
  const refusedHere = [301, 302, 307, 308].includes(status);
  return { code: "unexpected-answer", fate: refusedHere ? "refused" : "unknown" };
}

function describeFate(request: HttpRequest, fate: Fate): string {
  if (fate === "unknown") return describeUnknownFate(request);
  return request.isWrite ? "The service did nothing." : "";
}

/** Whether the body is a page for a browser. The service, its gateway and Keystone answer with JSON. */
function isPage({ headers, body }: HttpAnswer): boolean {
  return (
    /^\s*(text\/html|application\/xhtml\+xml)\b/i.test(headers["content-type"] ?? "") ||
    /^\s*<(!doctype|html)\b/i.test(body)
  );
}

/** `HTTP 400 (DMS.00400026: text), request id …`, or status, content type and an excerpt if the body has no such fields. */
function describeAnswer(request: HttpRequest, answer: HttpAnswer): string {
  const { errorCode, errorMessage } = decodeErrorBody(jsonOf(answer));
  const requestId = readRequestId({ request, answer });
  const tail = requestId === undefined ? "" : `, request id ${requestId}`;
  const status = `answered HTTP ${String(answer.status)}${describeRedirect(request, answer)}`;
  if (errorCode !== undefined || errorMessage !== undefined) {
    const texts = [errorCode, errorMessage].filter((text) => text !== undefined).join(": ");
    return `${status} (${excerpt(texts, request.secrets)})${tail}`;
  }
  if (answer.body.trim() === "") return `${status} with an empty body${tail}`;
  const encoding = describeEncoding(answer.headers["content-encoding"], request.secrets);
  if (encoding !== undefined)
    return `${status} with a body in content-encoding ${encoding}, though none was requested${tail}`;
  const contentType = describeContentType(answer.headers["content-type"], request.secrets);
  return `${status} with ${contentType}: "${excerpt(answer.body, request.secrets)}"${tail}`;
}

/** The address that a redirect leads to, without its query, which may contain a token; empty for other answers. */
function describeRedirect({ url, secrets }: HttpRequest, { status, headers }: HttpAnswer): string {
  const location = headers["location"]?.trim() ?? "";
  if (status < 300 || status > 399 || location === "") return "";
  const base = url.href;
  if (!URL.canParse(location, base)) return "";
  const { origin, pathname, protocol } = new URL(location, base);
  return `, a redirect to ${excerpt(origin === "null" ? protocol : `${origin}${pathname}`, secrets)}`;
}

/** The encoding of a body, which a proxy may apply although the request refuses it; `undefined` if the body is not encoded. */
function describeEncoding(header: string | undefined, secrets: readonly string[]): string | undefined {
  const encoding = header?.trim().toLowerCase() ?? "";
  if (encoding === "" || encoding === "identity") return undefined;
  return /^[\w.-]+(\s*,\s*[\w.-]+)*$/.test(encoding) ? excerpt(encoding, secrets) : "of no known name";
}

/** Type and subtype, without parameters, which may have any text. */
function describeContentType(header: string | undefined, secrets: readonly string[]): string {
  if (header === undefined) return "no content type";
  const [type] = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?=\s*(;|$))/.exec(header.trim()) ?? [];
  return type === undefined ? "an invalid content type" : excerpt(type, secrets);
}
