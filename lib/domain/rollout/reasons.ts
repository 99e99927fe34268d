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

/** The reason of an action that a plan lists in the words of the one before it, which ended at that time (RFC 3339). */
export function dueAgain(reason: string, ended: string): string {
  return `${reason}; its last action ended ${ended}`;
}

/** Why no call of a run was made at all. `refusal`: the summary of the error. */
export function refusedBefore(refusal: string): string {
  return `refused before any call: ${refusal}`;
}

/** Adds why the status is not newer. `trouble`: the failure of the last look as a clause, empty when it was answered. */
export function withTrouble(reason: string, trouble: string): string {
  return reason.includes(trouble) ? reason : `${reason}; the last read failed: ${trouble}`;
}
