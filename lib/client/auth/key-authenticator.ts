import { DmsError } from "../dms-error";
import { describeRequest, type HttpRequest, withHeaders } from "../http/http-message";
import { type Authenticator, interruptedBefore, judgeCaller, type Verdict } from "./authenticator";
import { formatSdkDate, signRequest } from "./request-signature";
import { createSignatureGate } from "./signature-gate";
import type { SignatureForm } from "../client-config";

interface SigningKeys {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Only for temporary keys; sent as X-Security-Token. */
  readonly securityToken: string | undefined;
  readonly form: SignatureForm;
}

/**
 * Signs every request with an access key, as the gate allows: a wrong key costs one refusal instead of one per instance, and a key that is
 * revoked while in use is given up before the service locks it.
 */
export function createKeyAuthenticator(keys: SigningKeys, now: () => number): Authenticator {
  const gate = createSignatureGate();
  return {
    exchange: async (request, send, signal) => {
      const ticket = await gate.enter(signal);
      if (ticket === "interrupted") throw interruptedBefore(describeRequest(request));
      if (ticket === "given-up") throw refusedBefore(request);
      let verdict: Verdict = "nothing";
      try {
        const exchanged = await send(signWith(request, keys, now()), signal);
        verdict = judgeCaller(exchanged.answer);
        return exchanged;
      } finally {
        gate.leave(ticket, verdict);
      }
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
