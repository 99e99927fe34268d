import type { FailureKind } from "./call-failure";
import type { Action, InstanceId } from "./instance";
import { classifyStatus } from "./status";

/**
 * Ends of an action.
 *
 * - `unknown`: the action may be under way or done; its end was not seen
 * - `not_started`: no call was made: the instance's turn did not come, or the service refuses the action in its status
 */
export type Result = "success" | "failed" | "unknown" | "not_started";

/**
 * The obstacle that kept an action from its end, as far as advice depends on it.
 *
 * - `out-of-time`: ready_timeout or the time for the whole run was over · `unreadable`: the last look failed
 * - `status`: the service refuses the action in the status that the instance was seen in, so no call was made
 * - `failures`: more others were unsuccessful than max_failures allows, so no call was made
 */
export type Why = "out-of-time" | "unreadable" | "status" | "failures";

/** The last action on one instance, as state and outputs keep it. Empty strings stand for "nothing to say". */
export interface ActionRecord {
  readonly instanceId: InstanceId;
  readonly action: Action;
  readonly result: Result;
  /** The service answered `success` for this instance, or a look saw the effect of the call. */
  readonly accepted: boolean;
  /** Last status seen, in the service's word; `DELETED` when gone. */
  readonly status: string;
  /** The reason for this result, one clause without a full stop. */
  readonly reason: string;
  /** Known in the run that made the record; state does not keep it. */
  readonly why?: Why;
  /** The failed call that ended the run before this call was made. Known in the run that made the record; state does not keep it. */
  readonly endedBy?: FailureKind;
  /** The service's own code and text, when it gave one. */
  readonly errorCode: string;
  readonly message: string;
  readonly requestId: string;
  /** Id of the service's own task record that proves the restart. Absent if looks proved it. */
  readonly taskId?: string;
  /** The instance was in ERROR before its action was called for. Absent if the action is proven; state does not keep it. */
  readonly wasFaulty?: true;
  /** Position of its wave in that run, from 1. */
  readonly wave: number;
  /** Time of the call, RFC 3339; empty without a call and for `not_started`. A refused call counts when it was last made. */
  readonly submittedAt: string;
  /** `submittedAt` by the service's own clock, if known; only while the end is unknown. State does not keep it. */
  readonly calledAt?: string;
  /**
   * Statuses that looks have shown since the call for a restart, if they have changed and none of them was RESTARTING; only while the end is
   * unknown. State does not keep it.
   */
  readonly wordsSeen?: readonly string[];
  /** When a look first saw the restart (RESTARTING) or the deletion (another status than before the call). Empty if none did. */
  readonly leftAt: string;
  /**
   * When the result was known. For an `unknown` result whose beginning no look saw: the end of the unbroken watch, because a later run may
   * conclude only as much. Never before the end of an earlier action on the instance that the run knew of: other clocks may be ahead.
   */
  readonly finishedAt: string;
  /** The end of the unbroken watch by the clock of the run, if `finishedAt` had to be later than that. State does not keep it. */
  readonly watchedUntil?: string;
}

/** An action that has failed, of an instance that was in ERROR before it and is in ERROR after it. */
export function stayedInError({ result, status, wasFaulty }: ActionRecord): boolean {
  return result === "failed" && wasFaulty === true && classifyStatus(status) === "faulty";
}

/**
 * The restart failed although the service accepted it, so another one would end no better. A refused restart did nothing and may be tried
 * again, and so may a deletion, which mends nothing.
 */
export function triedInError(record: ActionRecord): boolean {
  return record.action === "restart" && record.accepted && stayedInError(record);
}

/** The service's own words about an action, its code first, without those that `told` quotes; empty if it quotes all. */
export function wordsBeside(told: string, { errorCode, message }: Pick<ActionRecord, "errorCode" | "message">): string {
  return [errorCode, message].filter((word) => !told.includes(word)).join(": ");
}

/** RFC 3339 with milliseconds, in UTC. */
export function timestamp(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/**
 * The better informed of two records of one instance: the later one, or of two equally late ones the one that saw the instance leave. (RFC
 * 3339 in UTC with equal precision sorts as text.)
 */
export function newestRecord(a: ActionRecord, b: ActionRecord): ActionRecord {
  if (a.finishedAt !== b.finishedAt) return a.finishedAt > b.finishedAt ? a : b;
  return a.leftAt === "" ? b : a;
}

/** A record in the names that state, outputs and result files use; an empty string is null. */
interface RecordFields {
  readonly instance_id: string;
  readonly action: Action;
  readonly result: Result;
  readonly accepted: boolean;
  readonly status: string | null;
  readonly reason: string | null;
  readonly error_code: string | null;
  readonly message: string | null;
  readonly request_id: string | null;
  readonly task_id: string | null;
  readonly wave: number;
  readonly submitted_at: string | null;
  readonly left_at: string | null;
  readonly finished_at: string | null;
}

export function recordFields(record: ActionRecord): RecordFields {
  const text = (value: string): string | null => (value === "" ? null : value);
  return {
    instance_id: record.instanceId,
    action: record.action,
    result: record.result,
    accepted: record.accepted,
    status: text(record.status),
    reason: text(record.reason),
    error_code: text(record.errorCode),
    message: text(record.message),
    request_id: text(record.requestId),
    task_id: text(record.taskId ?? ""),
    wave: record.wave,
    submitted_at: text(record.submittedAt),
    left_at: text(record.leftAt),
    finished_at: text(record.finishedAt),
  };
}
