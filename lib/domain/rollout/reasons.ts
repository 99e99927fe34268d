import { describeDuration } from "../duration";
import type { Action } from "../instance";

// Reasons of records that several modules share. No decision depends on these texts: a record carries `why`. All pure.

export function readyTimeOver(readyTimeoutMs: number): string {
  return `ready_timeout (${describeDuration(readyTimeoutMs)}) is over`;
}

/** Why no call is made for an instance in this status. */
export function refusedIn(action: Action, status: string): string {
  return `the service does not ${action} an instance in status ${status}; no call was made for it`;
}

/** Adds why the status is not newer. `trouble`: the failure of the last look as a clause, empty when it was answered. */
export function withTrouble(reason: string, trouble: string): string {
  return reason.includes(trouble) ? reason : `${reason}; the last look failed: ${trouble}`;
}
