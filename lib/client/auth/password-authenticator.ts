import { isCallFailure } from "../../domain/call-failure";
import type { Identity } from "../client-config";
import { describeRequest } from "../http-message";
import type { HttpRequest, Send } from "../http-message";
import { failureAfterRefusal, failureBeforehand, waitUnlessAborted, withToken } from "./authenticator";
import type { Authenticator } from "./authenticator";
import { logIn } from "./keystone";
import type { PasswordLogin, Session } from "./keystone";

interface PasswordAuthenticatorOptions {
  /** Keystone v3 URL without trailing slash. */
  readonly authUrl: string;
  readonly login: PasswordLogin;
  /** The project to log in for. */
  readonly scope: Identity;
  readonly now: () => number;
  readonly userAgent: string;
}

/**
 * Logs in with the first request and sends its token with every one. A 401 means that the token has ended (24 hours, or a
 * changed permission): exactly one new login and one repeat follow, for a POST too, because a 401 is a refusal. A refused
 * password is remembered and not tried again.
 */
export function createPasswordAuthenticator(options: PasswordAuthenticatorOptions): Authenticator {
  let session: Promise<Session> | undefined;

  /** The running or finished login that is not `ended`; starts one when there is none. Shared by all requests. */
  const sessionOtherThan = (ended: Promise<Session> | undefined, send: Send): Promise<Session> => {
    if (session !== undefined && session !== ended) return session;
    // Not ended by one caller's signal: others wait for it too. The transport's timeout ends it.
    const { authUrl, login, scope } = options;
    const started = logIn(authUrl, login, scope, { ...options, send }, new AbortController().signal);
    session = started;
    started.catch((failure: unknown) => {
      if (session === started && !isRefusedLogin(failure)) session = undefined;
    });
    return started;
  };

  const tokenOf = async (login: Promise<Session>, request: HttpRequest, signal: AbortSignal): Promise<string> => {
    try {
      return (await waitUnlessAborted(login, describeRequest(request), signal)).token;
    } catch (thrown) {
      if (!isCallFailure(thrown) || thrown.code === "interrupted") throw thrown;
      throw failureBeforehand(describeRequest(request), "the login", thrown);
    }
  };
  /** Renewed after the service refused the first token; the request itself has been out once, to no effect. */
  const renewedTokenOf = async (
    login: Promise<Session>,
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<string> => {
    try {
      return await tokenOf(login, request, signal);
    } catch (thrown) {
      if (!isCallFailure(thrown)) throw thrown;
      throw failureAfterRefusal(describeRequest(request), thrown);
    }
  };

  return {
    exchange: async (request, send, signal) => {
      const first = sessionOtherThan(undefined, send);
      const exchanged = await send(withToken(request, await tokenOf(first, request, signal)), signal);
      if (exchanged.answer.status !== 401) return exchanged;
      const second = sessionOtherThan(first, send);
      return send(withToken(request, await renewedTokenOf(second, request, signal)), signal);
    },
    boundProjectId: async (send, signal) => {
      const login = sessionOtherThan(undefined, send);
      return (await waitUnlessAborted(login, "The lookup of the project", signal)).projectId;
    },
  };
}

/** Whether trying the same password again would count towards the account's lock. */
function isRefusedLogin(failure: unknown): boolean {
  return isCallFailure(failure) && (failure.code === "unauthenticated" || failure.code === "forbidden");
}
