import type { Action, InstanceId } from "./instance";
import { classifyStatus } from "./status";

/**
 * Ends of an action.
 *
 * - `unknown`: it may be under way or done, its end was not seen
 * - `not_started`: no call was made: its turn did not come, or its status is one in which the service refuses the action
 */
export type Result = "success" | "failed" | "unknown" | "not_started";

/**
 * What kept an action from its end, as far as advice depends on it.
 *
 * - `out-of-time`: ready_timeout or the time for the whole run was over · `unreadable`: the last look failed
 * - `status`: the service refuses the action in the status that the instance was seen in, so no call was made
 */
export type Why = "out-of-time" | "unreadable" | "status";

/** The last action on one instance, as state and outputs keep it. Empty strings stand for "nothing to say". */
export interface ActionRecord {
  readonly instanceId: InstanceId;
  readonly action: Action;
  readonly result: Result;
  /** The service answered `success` for this instance, or it was seen to act on the call. */
  readonly accepted: boolean;
  /** Last status seen, in the service's word; `DELETED` when gone. */
  readonly status: string;
  /** Why it ended so, one clause without a full stop. */
  readonly reason: string;
  /** Known in the run that made the record; state does not keep it. */
  readonly why?: Why;
  /** The service's own code and text, when it gave one. */
  readonly errorCode: string;
  readonly message: string;
  readonly requestId: string;
  /** The service's own record of it: the id of the task that is its restart. Absent where none was needed. */
  readonly taskId?: string;
  /** The instance was in ERROR before its restart was called for. Absent of a restart that is proven; state does not keep it. */
  readonly wasFaulty?: true;
  /** Position of its wave in that run, from 1. */
  readonly wave: number;
  /** When the call was made, RFC 3339; empty when none was, and for `not_started`. Of a refused one: the last time. */
  readonly submittedAt: string;
  /**
   * `submittedAt` by the service's own clock, as far as that is known; only while the end is unknown. State does not keep it.
   */
  readonly calledAt?: string;
  /** When the restart was first seen, as RESTARTING; of a deletion, another status than before the call. Empty when neither was. */
  readonly leftAt: string;
  /**
   * When the result was known. Of an `unknown` one that was not seen to leave: up to when it was watched without a break,
   * because what a later run may conclude depends on that.
   */
  readonly finishedAt: string;
}

/** A restart that has failed, of an instance that was in ERROR before it and is in ERROR after it. */
export function stayedInError({ action, result, status, wasFaulty }: ActionRecord): boolean {
  return action === "restart" && result === "failed" && wasFaulty === true && classifyStatus(status) === "faulty";
}

/** The service accepted that restart: another one would end no better. One that it refused did nothing, and may be made again. */
export function triedInError(record: ActionRecord): boolean {
  return record.accepted && stayedInError(record);
}

/** RFC 3339 with milliseconds, in UTC. Pure. */
export function timestamp(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/**
 * Of two records of the same instance, the one that knows more: the later one, and of equally late ones the one that saw the
 * instance leave. (RFC 3339 in UTC with equal precision sorts as text.) Pure.
 */
export function newestRecord(a: ActionRecord, b: ActionRecord): ActionRecord {
  if (a.finishedAt !== b.finishedAt) return a.finishedAt > b.finishedAt ? a : b;
  return a.leftAt === "" ? b : a;
}

/** A record in the names that state, outputs and result files use; an empty text is null. Pure. */
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
