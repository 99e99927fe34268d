import { type CallFailure, isCallFailure } from "../../domain/call-failure";
import { DmsError } from "../dms-error";
import type { Send } from "./http-message";

/** Adds to a failure to reach a derived host the source of its URL. `derivedFrom`: clauses by origin. */
export function tellingDerivation(send: Send, derivedFrom: ReadonlyMap<string, string> | undefined): Send {
  if (derivedFrom === undefined || derivedFrom.size === 0) return send;
  return async (request, signal) => {
    try {
      return await send(request, signal);
    } catch (thrown) {
      const clause = derivedFrom.get(request.url.origin);
      if (clause === undefined || !isCallFailure(thrown) || thrown.code !== "unreachable") throw thrown;
      const { cause, message } = thrown;
      const failure: CallFailure = thrown;
      throw new DmsError({ ...failure, message: `${message} ${request.url.origin} is ${clause}.`, cause });
    }
  };
}
