import { assertNever } from "../../domain/assert-never";
import { DmsError } from "../dms-error";
import { describeRequest, type HttpRequest } from "./http-message";
import type { Excess } from "./json-gauge";
import { ProxyRefusal } from "./proxy-refusal";
import { excerpt } from "../texts/foreign-words";

/** Why a request got no complete answer. `started`: a connection has its first byte or may have it. */
export type Loss =
  | { readonly kind: "broken"; readonly started: boolean; readonly cause: unknown }
  | { readonly kind: "timed-out"; readonly started: boolean; readonly timeoutMs: number }
  | { readonly kind: "interrupted"; readonly started: boolean }
  | { readonly kind: "oversized"; readonly status: number; readonly excess: Excess; readonly most: number };

/** The error for a request that got no complete answer: `not-sent` only if its first byte cannot have left. Pure. */
export function transportFailure(request: HttpRequest, loss: Loss): DmsError {
  const what = describeRequest(request);
  const origin = request.url.origin;
  switch (loss.kind) {
    case "broken": {
      const why = excerpt(describeCause(loss.cause), request.secrets, longestCause);
      return loss.started && !(loss.cause instanceof ProxyRefusal)
        ? failure(
            "lost",
            `${what}: sent, but the connection broke before the whole answer came (${why}). `,
            request,
            loss,
          )
        : failure("unreachable", `${what}: no connection to ${origin} (${why}). ${withoutTls(loss.cause)}`, request, {
            ...loss,
            started: false,
          });
    }
    case "timed-out": {
      const waited = `within ${String(loss.timeoutMs)} ms`;
      return loss.started
        ? failure("lost", `${what}: sent, but not answered in full ${waited}. `, request, loss)
        : failure("unreachable", `${what}: no connection to ${origin} ${waited}. `, request, loss);
    }
    case "interrupted":
      return failure(
        "interrupted",
        `${what}: interrupted ${loss.started ? "after" : "before"} it was sent. `,
        request,
        loss,
      );
    case "oversized": {
      const tooMuch = describeExcess[loss.excess](String(loss.most));
      const message = `${what}: sent; answered HTTP ${String(loss.status)} with ${tooMuch}, which the documents do not describe; the rest was not read. `;
      return failure("unexpected-answer", message, request, { started: true, status: loss.status });
    }
    default:
      return assertNever(loss);
  }
}

/** Most UTF-16 units of a cause that are quoted: its text may contain the names of a certificate. */
const longestCause = 500;

const describeExcess: Readonly<Record<Excess, (most: string) => string>> = {
  bytes: (most) => `more than ${most} bytes`,
  depth: (most) => `JSON nested deeper than ${most} levels`,
  values: (most) => `JSON of more than ${most} values`,
};

function failure(
  code: DmsError["code"],
  message: string,
  request: HttpRequest,
  loss: { readonly started: boolean; readonly cause?: unknown; readonly status?: number },
): DmsError {
  const consequence = loss.started ? describeUnknownFate(request) : "Nothing was sent.";
  return new DmsError({
    code,
    fate: loss.started ? "unknown" : "not-sent",
    message: (message + consequence).trim(),
    status: loss.status,
    cause: loss.cause,
  });
}

/** The consequence of a lost answer, as a sentence; empty for a read, which has no effect. */
export function describeUnknownFate(request: HttpRequest): string {
  return request.isWrite
    ? "It is not known whether the service carried it out; it was sent once and is not repeated."
    : "";
}

/** The codes of OpenSSL for an answer that is not TLS. */
const notTls = ["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG", "ERR_SSL_HTTP_REQUEST"];

/** The sentence about a port that answered without TLS; empty for other causes. */
function withoutTls(cause: unknown): string {
  const { code } = (cause ?? {}) as { readonly code?: unknown };
  return typeof code === "string" && notTls.includes(code)
    ? "The answer is not TLS: a URL with http:// in place of https://, another port, or a proxy on the way that ends the connection. "
    : "";
}

/** `code: message` of an error; for a bundle (several addresses tried), of each of its errors. */
function describeCause(cause: unknown): string {
  if (typeof cause !== "object" || cause === null) return "no reason given";
  const { code, message, errors, reason } = cause as Readonly<Record<string, unknown>>;
  if (Array.isArray(errors) && errors.length > 0) return [...new Set(errors.map(describeCause))].join(", ");
  const codeText = typeof code === "string" ? code : "";
  // OpenSSL's own reason, without its thread, its source file and its line.
  const said = typeof reason === "string" && /^ERR_SSL_/.test(codeText) ? reason : message;
  const messageText = typeof said === "string" ? said : "";
  if (codeText === "" || messageText.includes(codeText)) return messageText === "" ? "no reason given" : messageText;
  return messageText === "" ? codeText : `${codeText}: ${messageText}`;
}
