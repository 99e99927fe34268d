import { isCallFailure } from "../../domain/call-failure";
import { DmsError } from "../dms-error";
import { describeRequest, type HttpRequest, type Send, withHeaders } from "../http/http-message";
import {
  type Authenticator,
  failureAfterRefusal,
  failureBeforehand,
  waitUnlessAborted,
  withToken,
  judgeCaller,
} from "./authenticator";
import type { KeystoneContext, Session } from "./keystone";
import { createLogins, type StartedLogin } from "./logins";
import { checkedProjectId } from "./project-id";

/** A way to get a token. */
export interface Login {
  /** Secrets of every login, which must not appear in a text. */
  readonly secrets: readonly string[];
  /** The proof of the next login, if it changes while a client lives, like an ID token. */
  proof(): string | undefined;
  /** Logs in once; `proof` from the beginning of this login. `keepSilent` gets each further secret before it is sent. */
  run(proof: string | undefined, context: LoginContext, signal: AbortSignal): Promise<Session>;
}

interface LoginContext extends KeystoneContext {
  keepSilent(secret: string): void;
}

interface LoginAuthenticatorOptions {
  /** Keystone v3 URL without trailing slash. */
  readonly authUrl: string;
  readonly login: Login;
  readonly now: () => number;
  readonly userAgent: string;
}

/**
 * Logs in with the first request and sends its token with every one. After a 401 exactly one new login and one repeat follow,
 * also for a POST, because a 401 is a refusal. A refused login is remembered and not tried again, nor is a login whose tokens are refused
 * at once.
 */
export function createLoginAuthenticator(options: LoginAuthenticatorOptions): Authenticator {
  const { authUrl, login, now, userAgent } = options;
  /** The secrets of logins and every token so far. They were sent, so a later answer may echo them. */
  const sentBefore = new Set(login.secrets);
  const keepSilent = (secret: string): void => void sentBefore.add(secret);
  const silently = (request: HttpRequest): HttpRequest => withHeaders(request, {}, [...sentBefore]);
  const authorized = (request: HttpRequest, token: string): HttpRequest => {
    keepSilent(token);
    return silently(withToken(request, token));
  };
  const logins = createLogins(
    (send, proof) => {
      const sendSilently: Send = (request, signal) => send(silently(request), signal);
      // The signal of one caller must not end the login, because others wait for it. The transport's timeout ends it.
      const signal = new AbortController().signal;
      return login.run(proof, { send: sendSilently, now, userAgent, keepSilent }, signal);
    },
    () => login.proof(),
  );
  return {
    exchange: async (request, send, signal) => {
      const first = logins.current(send);
      if (first === undefined) throw tokensRefusedBefore(describeRequest(request), authUrl);
      const exchanged = await send(authorized(request, await tokenOf(first, request, signal)), signal);
      logins.judge(first, judgeCaller(exchanged.answer));
      if (exchanged.answer.status !== 401) return exchanged;
      const second = logins.current(send);
      if (second === undefined) return exchanged;
      const repeated = await send(authorized(request, await renewedTokenOf(second, request, signal)), signal);
      logins.judge(second, judgeCaller(repeated.answer));
      return repeated;
    },
    boundProjectId: async (send, signal) => {
      const what = "The lookup of the project";
      const bound = logins.current(send);
      if (bound === undefined) throw tokensRefusedBefore(what, authUrl);
      const { projectId, token } = await waitUnlessAborted(bound.session, what, signal);
      return projectId === undefined ? undefined : checkedProjectId(projectId, authUrl, [...sentBefore, token]);
    },
  };
}

async function tokenOf({ session }: StartedLogin, request: HttpRequest, signal: AbortSignal): Promise<string> {
  try {
    return (await waitUnlessAborted(session, describeRequest(request), signal)).token;
  } catch (thrown) {
    if (!isCallFailure(thrown) || thrown.code === "interrupted") throw thrown;
    throw failureBeforehand(describeRequest(request), "login", thrown);
  }
}

/** The new token after the service refused the first one. The request itself was sent once, without effect. */
async function renewedTokenOf(login: StartedLogin, request: HttpRequest, signal: AbortSignal): Promise<string> {
  try {
    return await tokenOf(login, request, signal);
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    throw failureAfterRefusal(describeRequest(request), thrown);
  }
}

function tokensRefusedBefore(what: string, authUrl: string): DmsError {
  const message =
    `${what}: not sent. The service refused (HTTP 401) several new tokens in a row that ${authUrl} had just issued, so no other ` +
    "is asked for. Check that auth_url, endpoint or region, and the project belong together.";
  return new DmsError({ code: "unauthenticated", fate: "not-sent", message, status: 401 });
}
