import type { ActionRecord } from "../action-record";
import { classifyStatus } from "../status";
import { isSent, type OpenRecord } from "./entry";

/**
 * The record that a killed invocation of a Terraform action left of one instance, and its meaning for the next invocation of the same
 * configuration. An invocation that has answered leaves no record: the answer says how each instance ended, and a user who invokes again
 * means it.
 *
 *  K1  No call was sent, or the action has failed: the call is made.
 *  K2  The end was not seen: `verify`, and no call is made.
 *  K3  The end is proven: the action is done, and no call is made.
 *  K4  K2 and K3 hold for `timeout` from the call on, the longest time that the killed invocation had. K2 also holds as long as the
 *      instance does not rest. Afterwards the call is made: the record belongs to an earlier occasion.
 *  K5  A record that this user's provider did not write leads to one `verify`, and is not a proof.
 */
export type LeftBehind =
  /** The same as without a record (K1). */
  | "nothing"
  /** The end has to be looked up (K2). */
  | "open"
  /** K3 */
  | "done"
  /** A call is made, and a warning names the earlier one (K4). */
  | "over";

interface Time {
  readonly nowMs: number;
  /** Time limit of a whole invocation. */
  readonly timeoutMs: number;
}

/** `status`: the word that the look before any call saw. */
export function leftBehind(record: ActionRecord, status: string, time: Time): LeftBehind {
  if (!isSent(record) || record.result === "failed") return "nothing";
  const isLate = time.nowMs - Date.parse(record.submittedAt) > time.timeoutMs;
  if (record.result === "success") return isLate ? "over" : "done";
  return isLate && classifyStatus(status) !== "transitional" ? "over" : "open";
}

/** K5: the record of a call that may have been made; no other field of it is believed. */
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
