import type { CallFailureCode } from "../../domain/call-failure";
import { readRequestId } from "../answers/answer-failure";
import { DmsError } from "../dms-error";
import type { Send } from "../http/http-message";

/** One HTTP exchange that has ended, logins included. Holds no secret. */
export interface CallRecord {
  readonly method: string;
  readonly host: string;
  /** Path and query. */
  readonly path: string;
  /** Absent without an answer. */
  readonly status: number | undefined;
  readonly durationMs: number;
  readonly requestId: string | undefined;
  /** The failure, if no answer came. */
  readonly failure: CallFailureCode | undefined;
}

export type CallLog = (record: CallRecord) => void;

/** Wraps `send` so that `log` gets every exchange. */
export function withLog(send: Send, log: CallLog, now: () => number): Send {
  return async (request, signal) => {
    const startedAtMs = now();
    const { method, url } = request;
    const tell = (
      status: number | undefined,
      requestId: string | undefined,
      failure: CallFailureCode | undefined,
    ): void =>
      log({
        method,
        host: url.host,
        path: url.pathname + url.search,
        status,
        durationMs: now() - startedAtMs,
        requestId,
        failure,
      });
    try {
      const exchanged = await send(request, signal);
      tell(exchanged.answer.status, readRequestId(exchanged), undefined);
      return exchanged;
    } catch (thrown) {
      if (thrown instanceof DmsError) tell(thrown.status, thrown.requestId, thrown.code);
      throw thrown;
    }
  };
}
