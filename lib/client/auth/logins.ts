import { isCallFailure } from "../../domain/call-failure";
import type { Send } from "../http-message";
import type { Session } from "./keystone";
import type { Verdict } from "./verdict";

/** Tokens in a row that may be refused without ever having been accepted; after them no other is asked for. */
const mostFreshRefusalsInARow = 3;

/** One login: under way, done or failed. */
export interface StartedLogin {
  readonly session: Promise<Session>;
}

/** The logins of one client, of which all its requests share the last. */
interface Logins {
  /**
   * The last login, unless its token was refused: then a new one, through `send`. `undefined` when no other is to be made,
   * because the service keeps refusing tokens that Keystone has just issued.
   */
  current(send: Send): StartedLogin | undefined;
  /** Takes in what an answer said of a login's token. */
  judge(login: StartedLogin, verdict: Verdict): void;
}

/**
 * Keeps the last login. A refused token that was accepted before has ended (24 hours, or a changed permission), and a new one
 * helps. One that was never accepted will not be helped by the next: endpoint, project and Keystone do not belong together.
 * A login that fails in a way that may pass is forgotten, and made again by the next request; one that was refused is not tried
 * again, unless `proof` answers another text since: an ID token is refused when it has expired, and its file is written anew.
 */
export function createLogins(
  logIn: (send: Send, proof: string | undefined) => Promise<Session>,
  proof: () => string | undefined,
): Logins {
  let last: StartedLogin | undefined;
  /** What the last login was made with, if it was refused. */
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
      // The requests of an earlier token come too late to say anything.
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

/** Whether the same again would be refused again, and might count towards the account's lock. What a proxy answers says nothing. */
function isRefusedLogin(failure: unknown): boolean {
  if (!isCallFailure(failure) || failure.fate !== "refused") return false;
  const { code } = failure;
  return code === "unauthenticated" || code === "forbidden" || code === "invalid" || code === "not-found";
}
