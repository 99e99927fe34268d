import type { Verdict } from "./authenticator";

/** Most refusals in a row for a key that worked before. */
const mostRefusalsInARow = 3;

/** Number of a signature, in the order in which the gate let it out. */
type Ticket = number;

/** Lets signatures out, but never so many at once that their refusals could lock the key. */
export interface SignatureGate {
  /** Waits for room; `given-up`: the key must no longer be used. A caller with a ticket must `leave` with it. */
  enter(signal: AbortSignal): Promise<Ticket | "given-up" | "interrupted">;
  /** Makes room, with the verdict of the answer on the signature. */
  leave(ticket: Ticket, verdict: Verdict): void;
}

/**
 * The service locks a key for five minutes at the sixth refusal in a row. So:
 *
 * 1. Until an answer proves the key, one signature is under way at a time. An answer without a verdict changes nothing.
 * 2. A key that is refused before it was accepted once is given up at once.
 * 3. A key that was accepted may be refused three times in a row. At most three signatures are under way, and after a refusal one at a time
 *    until a later one is accepted: answers overtake each other, so an earlier one is not a proof then.
 * 4. Waiting requests enter in order, and none waits for ever: every signature under way ends, at the latest by its timeout, and an aborted
 *    `signal` ends the wait.
 */
export function createSignatureGate(): SignatureGate {
  const waiting = new Set<() => void>();
  let issued: Ticket = 0;
  let underWay = 0;
  let lastAccepted: Ticket | undefined;
  /** Refused tickets after `lastAccepted`. */
  let refused: readonly Ticket[] = [];

  const isGivenUp = (): boolean => refused.length >= (lastAccepted === undefined ? 1 : mostRefusalsInARow);
  const hasRoom = (): boolean =>
    underWay < (lastAccepted !== undefined && refused.length === 0 ? mostRefusalsInARow : 1);
  const letIn = (): void => {
    for (const admit of waiting) {
      if (!isGivenUp() && !hasRoom()) return;
      admit();
    }
  };

  return {
    enter: (signal) =>
      new Promise((resolve) => {
        const end = (entry: Ticket | "given-up" | "interrupted"): void => {
          signal.removeEventListener("abort", onAbort);
          waiting.delete(admit);
          resolve(entry);
        };
        const onAbort = (): void => end("interrupted");
        const admit = (): void => {
          if (!isGivenUp()) underWay += 1;
          end(isGivenUp() ? "given-up" : ++issued);
        };
        if (signal.aborted) {
          onAbort();
          return;
        }
        signal.addEventListener("abort", onAbort);
        waiting.add(admit);
        letIn();
      }),
    leave: (ticket, verdict) => {
      underWay -= 1;
      if (verdict === "accepted") lastAccepted = Math.max(lastAccepted ?? 0, ticket);
      if (verdict === "refused") refused = [...refused, ticket];
      refused = refused.filter((each) => each > (lastAccepted ?? 0));
      letIn();
    },
  };
}
