import type { InstanceId } from "./instance";
import { type ActionRecord, type Result, timestamp } from "./record";
import { describeEnding } from "./rollout-step";
import { type Ending, type Member, noWord, type Refusal, type Rollout, type ServiceWord } from "./rollout";
import { concludeWatch, type Watch } from "./watch";

/** The record of a watched member. */
export function watchRecord(
  member: Member,
  watch: Watch,
  word: ServiceWord,
  outcome: { readonly result: Result; readonly reason: string; readonly nowMs: number },
): ActionRecord {
  return {
    instanceId: member.target.id,
    action: member.target.action,
    result: outcome.result,
    accepted: watch.acceptance === "accepted" || watch.leftAtMs !== undefined,
    status: watch.status,
    reason: outcome.reason,
    errorCode: word.errorCode,
    message: word.message,
    requestId: word.requestId,
    wave: member.target.wave,
    submittedAt: watch.submittedAtMs === 0 ? "" : timestamp(watch.submittedAtMs),
    leftAt: watch.leftAtMs === undefined ? "" : timestamp(watch.leftAtMs),
    finishedAt: timestamp(outcome.nowMs),
  };
}

/** The record of a member nothing was done to. */
export function untouchedRecord(
  member: Member,
  status: string,
  word: ServiceWord,
  outcome: { readonly result: Result; readonly reason: string; readonly nowMs: number; readonly submittedAt?: string },
): ActionRecord {
  return {
    instanceId: member.target.id,
    action: member.target.action,
    result: outcome.result,
    accepted: false,
    status,
    reason: outcome.reason,
    errorCode: word.errorCode,
    message: word.message,
    requestId: word.requestId,
    wave: member.target.wave,
    submittedAt: outcome.submittedAt ?? "",
    leftAt: "",
    finishedAt: timestamp(outcome.nowMs),
  };
}

/** How a member stands when its wave's deadline or the whole run ends. Finished members stay as they are. Pure. */
export function concludeMember(
  member: Member,
  cause:
    | { readonly kind: "wave-deadline"; readonly readyTimeout: string }
    | { readonly kind: "ending"; readonly ending: Ending },
  nowMs: number,
): ActionRecord {
  const why =
    cause.kind === "wave-deadline" ? `within ready_timeout (${cause.readyTimeout})` : describeEnding(cause.ending);
  const { phase } = member;
  switch (phase.kind) {
    case "finished":
      return phase.record;
    case "sending":
    case "watching": {
      const concluded = concludeWatch(phase.watch, cause.kind === "wave-deadline" ? "timeout" : "cut");
      const reason = cause.kind === "wave-deadline" ? `${concluded.reason} ${why}` : `${concluded.reason} when ${why}`;
      const word = phase.kind === "watching" ? phase.answer : noWord;
      return watchRecord(member, phase.watch, word, { result: concluded.result, reason, nowMs });
    }
    case "queued":
      return untouchedRecord(member, phase.status, endingWord(cause), { result: "not_started", reason: why, nowMs });
    case "waiting":
      return untouchedRecord(member, phase.status, phase.refusal ?? endingWord(cause), {
        result: phase.refusal !== undefined && cause.kind === "wave-deadline" ? "failed" : "not_started",
        reason: waitingReason(phase.refusal, phase.status, why, cause.kind),
        nowMs,
      });
  }
}

function waitingReason(refusal: Refusal | undefined, status: string, why: string, cause: string): string {
  if (cause === "ending") return why;
  if (refusal !== undefined) return `${refusal.reason}, still so ${why}`;
  return status === "" ? `not reached ${why}` : `it was ${status} and could not be acted on ${why}`;
}

function endingWord(cause: { readonly kind: string; readonly ending?: Ending }): ServiceWord {
  return cause.ending?.kind === "service"
    ? { errorCode: cause.ending.errorCode, message: cause.ending.message, requestId: "" }
    : noWord;
}

/**
 * A record per member as the run stands now, finished or not: what a checkpoint holds in case this process dies.
 * A member that was sent is never `not_started` in it. Pure.
 */
export function recordsSoFar(rollout: Rollout, nowMs: number): ReadonlyMap<InstanceId, ActionRecord> {
  const cause = { kind: "ending", ending: rollout.ending ?? { kind: "stopped" } } as const;
  return new Map(rollout.members.map((member) => [member.target.id, concludeMember(member, cause, nowMs)]));
}
