import type { CallKind } from "../../domain/call-failure";
import type { DmsClientConfig } from "../client-config";
import type { HoldListener, HostHolds } from "./host-holds";
import { createRetryBudget, retryRead } from "./read-retry";

interface PatientReads {
  /** Runs one read. It is repeated if that may help, and waits for the holds of its host. */
  read<T>(kind: CallKind, attempt: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Calls `listener` for each hold that reads wait for: those of the service's host, and those of Keystone's as holds of logins. */
  onHeld(listener: HoldListener): () => void;
}

/** The reads of one client, within one budget. */
export function createPatientReads({ endpoint, authUrl, maxRetries }: DmsClientConfig, holds: HostHolds): PatientReads {
  const { host } = new URL(endpoint);
  const loginHost = new URL(authUrl ?? endpoint).host;
  const budget = createRetryBudget();
  return {
    read: (kind, attempt, signal) => {
      const places = [
        { host, kind },
        { host: loginHost, kind: "logins" as const },
      ];
      return holds.counting(places, (counted) => {
        const attemptInTurn = (giveUpMs: number) =>
          holds.pass(host, kind, signal, { pacing: counted, giveUpMs }).then(attempt);
        return retryRead(attemptInTurn, { maxRetries, budget, pacing: counted, signal });
      });
    },
    onHeld: (listener) => {
      const ends = [holds.listen(host, listener)];
      if (loginHost !== host) ends.push(holds.listen(loginHost, (untilMs) => listener(untilMs, "logins")));
      return () => ends.forEach((end) => end());
    },
  };
}
