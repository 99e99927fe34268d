import { answerFailure } from "../answers/answer-failure";
import { DmsError } from "../dms-error";
import type { Authenticator } from "./authenticator";

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
