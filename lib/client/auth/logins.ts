import { isCallFailure } from "../../domain/call-failure";
import type { Send } from "../http/http-message";
import type { Session } from "./keystone";
import type { Verdict } from "./authenticator";

/** Most tokens in a row that may be refused without one being accepted; after them the client does not log in again. */
const mostFreshRefusalsInARow = 3;

/** One login: under way, done or failed. */
export interface StartedLogin {
  readonly session: Promise<Session>;
}

/** The logins of one client. All its requests share the last one. */
interface Logins {
  /**
   * The last login; if its token was refused, a new one through `send`. `undefined` if the service keeps refusing tokens that Keystone has
   * just issued.
   */
  current(send: Send): StartedLogin | undefined;
  /** Takes in the verdict of an answer on a login's token. */
  judge(login: StartedLogin, verdict: Verdict): void;
}

/**
 * Keeps the last login. A refused token that was accepted before has ended (24 hours, or a changed permission), and a new one
 * helps. After a token that was never accepted a new one does not help: endpoint, project and Keystone do not belong together. A login that
 * fails in a way that may pass is forgotten, and the next request logs in again. A refused login is not tried again unless `proof` answers
 * another text: an ID token is refused once it has expired, and its file is then rewritten.
 */
export function createLogins(
  logIn: (send: Send, proof: string | undefined) => Promise<Session>,
  proof: () => string | undefined,
): Logins {
  let last: StartedLogin | undefined;
  /** The proof of the last login, if it was refused. */
  let refusedProof: { readonly text: string | undefined } | undefined;
  let wasAccepted = false;
  let freshRefusalsInARow = 0;

  const start = (send: Send): StartedLogin => {
    const text = proof();
    const login = { session: logIn(send, text) };
    last = login;
    refusedProof = undefined;
    wasAccepted = false;
    login.session.catch((failure: unknown) => {
      if (last !== login) return;
      if (isRefusedLogin(failure)) refusedProof = { text };
      else last = undefined;
    });
    return login;
  };

  return {
    current: (send) => {
      if (refusedProof !== undefined && refusedProof.text !== proof()) last = undefined;
      return last ?? (freshRefusalsInARow < mostFreshRefusalsInARow ? start(send) : undefined);
    },
    judge: (login, verdict) => {
      // Answers for an earlier token come too late.
      if (login !== last || verdict === "nothing") return;
      if (verdict === "accepted") {
        wasAccepted = true;
        freshRefusalsInARow = 0;
        return;
      }
      if (!wasAccepted) freshRefusalsInARow += 1;
      last = undefined;
    },
  };
}

/** Whether a repeated login would be refused again and might count towards the account's lock. A proxy's answer is not a refusal. */
function isRefusedLogin(failure: unknown): boolean {
  if (!isCallFailure(failure) || failure.fate !== "refused") return false;
  const { code } = failure;
  return code === "unauthenticated" || code === "forbidden" || code === "invalid" || code === "not-found";
}
