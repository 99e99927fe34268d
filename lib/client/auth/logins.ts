import { isCallFailure } from "../../domain/call-failure";
import type { Send } from "../http-message";
import type { Session } from "./keystone";
import type { Verdict } from "./verdict";

/** Tokens in a row that may be refused without ever having been accepted; after them no other is asked for. */
const mostFreshRefusalsInARow = 3;

/** One login: under way, done or failed. */
export interface Login {
  readonly session: Promise<Session>;
}

/** The logins of one client, of which all its requests share the last. */
interface Logins {
  /**
   * The last login, unless its token was refused: then a new one, through `send`. `undefined` when no other is to be made,
   * because the service keeps refusing tokens that Keystone has just issued.
   */
  current(send: Send): Login | undefined;
  /** Takes in what an answer said of a login's token. */
  judge(login: Login, verdict: Verdict): void;
}

/**
 * Keeps the last login. A refused token that was accepted before has ended (24 hours, or a changed permission), and a new one
 * helps. One that was never accepted will not be helped by the next: endpoint, project and Keystone do not belong together.
 * A login that fails in a way that may pass is forgotten, and made again by the next request; a refused password is not tried again.
 */
export function createLogins(logIn: (send: Send) => Promise<Session>): Logins {
  let last: Login | undefined;
  let wasAccepted = false;
  let freshRefusalsInARow = 0;

  const start = (send: Send): Login => {
    const login = { session: logIn(send) };
    last = login;
    wasAccepted = false;
    login.session.catch((failure: unknown) => {
      if (last === login && !isRefusedLogin(failure)) last = undefined;
    });
    return login;
  };

  return {
    current: (send) => last ?? (freshRefusalsInARow < mostFreshRefusalsInARow ? start(send) : undefined),
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

/** Whether trying the same password again would count towards the account's lock. */
function isRefusedLogin(failure: unknown): boolean {
  return isCallFailure(failure) && (failure.code === "unauthenticated" || failure.code === "forbidden");
}
