import { describeDuration } from "../duration";

/* What reasons of records say in more than one place. Nothing is decided on these texts: a record carries `why`. All pure. */

export function readyTimeOver(readyTimeoutMs: number): string {
  return `ready_timeout (${describeDuration(readyTimeoutMs)}) is over`;
}

/** Adds why nothing newer is known. `trouble`: the failure of the last look as a clause, empty when it was answered. */
export function withTrouble(reason: string, trouble: string): string {
  return trouble === "" || reason.includes(trouble) ? reason : `${reason}; the last look failed: ${trouble}`;
}
