import { describeEnding, type Ending } from "./ending";
import type { Action, InstanceId } from "../instance";
import { withTrouble } from "./reasons";
import { type ActionRecord, type Result, timestamp, type Why } from "../action-record";
import { deadlineOf, noWord, type OpenPhase, type Phase, type Rollout, type ServiceWord, watchRules } from "./rollout";
import { admit, classifyStatus } from "../status";
import { concludeWatch, type Watch, type WatchEnd } from "./watch";
import type { Planned } from "../ledger/waves";

interface Outcome {
  readonly result: Result;
  readonly reason: string;
  readonly nowMs: number;
  readonly why?: Why | undefined;
}

/** The record of a watched member. */
export function watchRecord(target: Planned, watch: Watch, word: ServiceWord, outcome: Outcome): ActionRecord {
  const openEnded = outcome.result === "unknown" && watch.leftAtMs === undefined && watch.watchedUntilMs > 0;
  return {
    instanceId: target.id,
    action: target.action,
    result: outcome.result,
    accepted: watch.acceptance === "accepted" || watch.leftAtMs !== undefined,
    status: watch.status,
    reason: outcome.reason,
    ...(outcome.why && { why: outcome.why }),
    errorCode: word.errorCode,
    message: word.message,
    requestId: word.requestId,
    ...taskOf(watch),
    ...(outcome.result !== "success" && watch.wasFaulty && { wasFaulty: true }),
    wave: target.wave,
    submittedAt: watch.submittedAtMs === 0 ? "" : timestamp(watch.submittedAtMs),
    ...(outcome.result === "unknown" && watch.calledAtMs !== 0 && { calledAt: timestamp(watch.calledAtMs) }),
    ...(openEnded && watch.action === "restart" && wordsOf(watch)),
    leftAt: watch.leftAtMs === undefined ? "" : timestamp(watch.leftAtMs),
    finishedAt: timestamp(openEnded ? watch.watchedUntilMs : outcome.nowMs),
  };
}

function wordsOf({ before, otherWords }: Watch): Pick<ActionRecord, "wordsSeen"> {
  return otherWords.length === 0 ? {} : { wordsSeen: [before, ...otherWords] };
}

function taskOf({ evidence }: Watch): Pick<ActionRecord, "taskId"> {
  const taskId = evidence !== undefined && "task" in evidence ? evidence.task.id : "";
  return taskId === "" ? {} : { taskId };
}

/** The record of a member without an action, with the service's words if it refused a call for it. */
export function unsentRecord(
  target: Planned,
  status: string,
  word: ServiceWord & { readonly submittedAtMs?: number | undefined },
  outcome: Outcome,
): ActionRecord {
  const wasCalled = word.submittedAtMs !== undefined && outcome.result !== "not_started";
  return {
    instanceId: target.id,
    action: target.action,
    result: outcome.result,
    accepted: false,
    status,
    reason: outcome.reason,
    ...(outcome.why && { why: outcome.why }),
    errorCode: word.errorCode,
    message: word.message,
    requestId: word.requestId,
    ...(wasCalled && classifyStatus(status) === "faulty" && { wasFaulty: true }),
    wave: target.wave,
    submittedAt: wasCalled ? timestamp(word.submittedAtMs) : "",
    leftAt: "",
    finishedAt: timestamp(outcome.nowMs),
  };
}

/** The record of a member whose own time is over; `limit`: the name of that time. */
export function overdueRecord(
  rollout: Rollout,
  target: Planned,
  phase: OpenPhase,
  limit: string,
  nowMs: number,
): ActionRecord {
  if (phase.kind === "sending" || phase.kind === "watching") {
    const overAtMs = deadlineOf(rollout, { target, phase });
    return cutRecord(rollout, target, phase, { end: { kind: "timeout", overAtMs }, cause: limit, nowMs });
  }
  const trouble = troubleOf(rollout, target);
  const reason = withTrouble(`${limit}: ${unsentReason(phase, target.action)}`, trouble);
  const word = wordOfLook(rollout, target, phase.refusal ?? noWord);
  const outcome =
    trouble === "" && isKeptByStatus(phase, target.action)
      ? ({ result: "not_started", why: "status" } as const)
      : ({ result: "failed", why: whyOf(trouble, true) } as const);
  return unsentRecord(target, phase.status, word, { ...outcome, reason, nowMs });
}

type UnsentPhase = Extract<Phase, { kind: "waiting" | "queued" }>;

/** Whether the member waited in a status in which the service refuses the action, and the service has given no other reason. */
function isKeptByStatus({ kind, status, refusal }: UnsentPhase, action: Action): boolean {
  return kind === "waiting" && refusal === undefined && status !== "" && admit(action, status) !== "send";
}

/** The record of a member that is open when the run ends. */
function endedRecord(rollout: Rollout, target: Planned, phase: OpenPhase, ending: Ending, nowMs: number): ActionRecord {
  const cause = describeEnding(ending);
  if (phase.kind === "sending" || phase.kind === "watching") {
    return cutRecord(rollout, target, phase, {
      end: { kind: "cut", nowMs },
      cause,
      nowMs,
      isOutOfTime: ending.kind === "run-deadline",
    });
  }
  const { errorCode, message, requestId } = phase.refusal ?? endingWord(ending);
  const word: ServiceWord = { errorCode, message, requestId };
  const why = ending.kind === "failures" ? "failures" : undefined;
  const record = unsentRecord(target, phase.status, word, { result: "not_started", reason: cause, why, nowMs });
  return ending.kind === "service" ? { ...record, endedBy: ending.failure } : record;
}

function cutRecord(
  rollout: Rollout,
  target: Planned,
  phase: Extract<Phase, { kind: "sending" | "watching" }>,
  { end, cause, nowMs, isOutOfTime = true }: Cut,
): ActionRecord {
  const { result, reason } = concludeWatch(phase.watch, end, watchRules(rollout.settings));
  // The looks prove a failure.
  const trouble = result === "unknown" ? troubleOf(rollout, target) : "";
  const answer = phase.kind === "watching" ? phase.answer : noWord;
  const word = trouble === "" ? answer : wordOfLook(rollout, target, answer);
  return watchRecord(target, phase.watch, word, {
    result,
    reason: withTrouble(`${cause}: ${reason}`, trouble),
    nowMs,
    why: whyOf(trouble, isOutOfTime),
  });
}

/** Why the last status of a member is not newer, as a clause; empty if the last look saw the member. */
function troubleOf({ lookTrouble, unread }: Rollout, { id }: Planned): string {
  return lookTrouble === "" ? (unread.get(id)?.trouble ?? "") : lookTrouble;
}

/** The service's words about a member: in answer to the call, else to the last look. */
function wordOfLook<W extends ServiceWord>({ unread }: Rollout, { id }: Planned, word: W): W {
  const said = unread.get(id);
  if (said === undefined || word.errorCode !== "" || word.message !== "") return word;
  return { ...word, errorCode: said.errorCode, message: said.message };
}

interface Cut {
  readonly end: WatchEnd;
  /** The time that was over, or the end of the run. */
  readonly cause: string;
  readonly nowMs: number;
  /** @default true */
  readonly isOutOfTime?: boolean;
}

function whyOf(trouble: string, isOutOfTime: boolean): Why | undefined {
  if (trouble !== "") return "unreadable";
  return isOutOfTime ? "out-of-time" : undefined;
}

function unsentReason(phase: UnsentPhase, action: Action): string {
  if (phase.refusal !== undefined) return phase.refusal.reason;
  // Without a look in this run, the status is the one of the plan.
  const unseen = phase.kind === "waiting" && (phase.status === "" || admit(action, phase.status) === "send");
  if (unseen) return "its status could not be read; no call was made for it";
  if (phase.kind === "queued") return "its turn did not come; no call was made for it";
  return `it was ${phase.status}, in which the service does not ${action} it; no call was made for it`;
}

function endingWord(ending: Ending): ServiceWord {
  if (ending.kind !== "service") return noWord;
  return { errorCode: ending.errorCode, message: ending.message, requestId: "" };
}

/**
 * A record per member as the run stands now, finished or not. A checkpoint holds these in case this process dies. A member that was sent is
 * never `not_started` in it.
 */
export function recordsSoFar(rollout: Rollout, nowMs: number): ReadonlyMap<InstanceId, ActionRecord> {
  const ending = rollout.ending ?? { kind: "stopped" };
  const records = new Map(rollout.finished.map((record) => [record.instanceId, record]));
  for (const { target, phase } of [rollout.members, ...rollout.waves.slice(rollout.wave)].flat()) {
    const record = phase.kind === "finished" ? phase.record : endedRecord(rollout, target, phase, ending, nowMs);
    records.set(target.id, record);
  }
  return records;
}
