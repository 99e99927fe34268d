import type { ActionRecord } from "../action-record";
import { classifyStatus } from "../status";
import { isSent, type OpenRecord } from "./entry";

/**
 * What an invocation of a Terraform action left of one instance when it was killed before its answer, and what follows for the
 * next invocation of the same configuration. An invocation that has answered leaves nothing: the answer says how each instance
 * ended, and a user who invokes again means it.
 *
 *  K1  Nothing was sent, or the action has failed: the call is made.
 *  K2  The end was not seen: it is looked up (`verify`), and no call is made.
 *  K3  The end is proven: the action is done, and no call is made.
 *  K4  K2 and K3 hold for `timeout` from the call on, the time that the killed invocation could have had, and K2 as long as the
 *      instance does not rest. Afterwards the call is made: what was left belongs to an earlier occasion.
 *  K5  A record that this user's provider did not write is looked up once, and proves nothing.
 */
export type LeftBehind =
  /** As if there were no record (K1). */
  | "nothing"
  /** To be looked up (K2). */
  | "open"
  /** K3 */
  | "done"
  /** A call is made, and the user told of the earlier one (K4). */
  | "over";

interface Time {
  readonly nowMs: number;
  /** Of a whole invocation. */
  readonly timeoutMs: number;
}

/** `status`: as seen by the look before any call. */
export function leftBehind(record: ActionRecord, status: string, time: Time): LeftBehind {
  if (!isSent(record) || record.result === "failed") return "nothing";
  const isLate = time.nowMs - Date.parse(record.submittedAt) > time.timeoutMs;
  if (record.result === "success") return isLate ? "over" : "done";
  return isLate && classifyStatus(status) !== "transitional" ? "over" : "open";
}

/** K5: the record of a call that may have been made, and of which nothing else is believed. */
export function hearsayRecord(record: ActionRecord): OpenRecord {
  return {
    ...record,
    result: "unknown",
    accepted: false,
    status: "",
    reason: "a record that this user's provider did not write says that it was sent",
    submittedAt: "",
    leftAt: "",
    finishedAt: "",
  };
}
