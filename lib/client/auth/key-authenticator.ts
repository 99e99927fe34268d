import { DmsError } from "../dms-error";
import { describeRequest, withHeaders } from "../http-message";
import type { Exchanged, HttpRequest, Send } from "../http-message";
import { waitUnlessAborted } from "./authenticator";
import type { Authenticator } from "./authenticator";
import { formatSdkDate, signRequest } from "./request-signature";
import type { SignatureForm } from "./request-signature";

interface SigningKeys {
  readonly accessKey: string;
  readonly secretKey: string;
  /** With temporary keys only; sent as X-Security-Token. */
  readonly securityToken: string | undefined;
  readonly form: SignatureForm;
}

/** Refusals in a row after which a key that worked before is given up; more than five lock it for five minutes. */
const mostRefusalsInARow = 3;

/**
 * Signs every request with an access key. A key that was refused before it ever was accepted is not used again, so that a
 * wrong key costs one failure and not one per instance: until the first answer the other requests wait.
 */
export function createKeyAuthenticator(keys: SigningKeys, now: () => number): Authenticator {
  let firstAnswer: Promise<unknown> | undefined;
  let wasAccepted = false;
  let refusalsInARow = 0;

  const exchangeSigned = async (request: HttpRequest, send: Send, signal: AbortSignal): Promise<Exchanged> => {
    if (refusalsInARow >= (wasAccepted ? mostRefusalsInARow : 1)) throw refusedBefore(request);
    const exchanged = await send(signWith(request, keys, now()), signal);
    const { status } = exchanged.answer;
    if (status === 401) refusalsInARow += 1;
    // Other statuses may come from a proxy that never looked at the signature.
    if (status >= 200 && status <= 299) {
      refusalsInARow = 0;
      wasAccepted = true;
    }
    return exchanged;
  };

  return {
    exchange: async (request, send, signal) => {
      if (firstAnswer !== undefined) {
        await waitUnlessAborted(firstAnswer, describeRequest(request), signal);
        return exchangeSigned(request, send, signal);
      }
      const first = exchangeSigned(request, send, signal);
      // The others only wait for its end; how it ended is its caller's affair.
      firstAnswer = first.catch(() => undefined);
      return first;
    },
  };
}

function signWith(request: HttpRequest, keys: SigningKeys, nowMs: number): HttpRequest {
  const { accessKey, secretKey, securityToken } = keys;
  const added = {
    host: request.url.host,
    "x-sdk-date": formatSdkDate(nowMs),
    ...(securityToken === undefined ? {} : { "x-security-token": securityToken }),
  };
  // Proxies may rewrite `user-agent` and `accept`: a signature over them would break.
  const toSign = Object.entries({ ...request.headers, ...added }).filter(
    ([name]) => name !== "user-agent" && name !== "accept",
  );
  const { method, url, body = "" } = request;
  const authorization = signRequest({ method, url, headers: Object.fromEntries(toSign), body }, keys, keys.form);
  const secrets = [accessKey, secretKey, authorization, ...(securityToken === undefined ? [] : [securityToken])];
  return withHeaders(request, { ...added, authorization }, secrets);
}

function refusedBefore(request: HttpRequest): DmsError {
  const message =
    `${describeRequest(request)}: not sent. The service refused the signature of this access key before (HTTP 401), and ` +
    "after six refusals it locks the key for five minutes. Check access_key, secret_key, security_token and this machine's clock.";
  return new DmsError({ code: "unauthenticated", fate: "not-sent", message, status: 401 });
}
