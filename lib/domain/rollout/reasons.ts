import { describeDuration } from "../duration";
import { describeEnding } from "./ending";

/* What reasons of records say in more than one place: told and recognized here. All pure. */

export function readyTimeOver(readyTimeoutMs: number): string {
  return `ready_timeout (${describeDuration(readyTimeoutMs)}) is over`;
}

/** Adds why nothing newer is known. `trouble`: the failure of the last look as a clause, empty when it was answered. */
export function withTrouble(reason: string, trouble: string): string {
  return trouble === "" || reason.includes(trouble) ? reason : `${reason}${lookFailed}${trouble}`;
}

const lookFailed = "; the last look failed: ";

/** Whether a look that failed is why the end was not seen. */
export function isBlind(reason: string): boolean {
  return reason.includes(lookFailed);
}

/** Whether a time that was over is why the end was not seen. */
export function isOutOfTime(reason: string): boolean {
  return reason.startsWith("ready_timeout (") || reason.startsWith(describeEnding({ kind: "run-deadline" }));
}
