import type { CallFailure } from "./call-failure";
import { describeDuration } from "./duration";
import type { BatchAnswer, InstanceId } from "./instance";
import { maxIdsPerBatch } from "./limits";
import {
  currentMembers,
  type Ending,
  failureCount,
  inFlight,
  isOpen,
  firstLookMs,
  type Member,
  noWord,
  type Phase,
  type Refusal,
  type Rollout,
  type ServiceWord,
} from "./rollout";
import { concludeMember, untouchedRecord, watchRecord } from "./rollout-records";
import { admit, deletedStatus } from "./status";
import { chunk } from "./waves";
import { concludeWatch, observeWatch, startWatch, type Watch } from "./watch";

/* What happened, taken in. Every function here is pure and answers the rollout after the event. */

export function waveBegun(rollout: Rollout, wave: number, nowMs: number): Rollout {
  return {
    ...rollout,
    wave,
    waveDeadlineMs: nowMs + rollout.settings.readyTimeoutMs,
    batches: [],
    nextLookMs: nowMs,
    lookEveryMs: Math.min(firstLookMs, rollout.settings.pollIntervalMs),
    tries: 0,
  };
}

/** One look at the fleet. `statuses`: by id; an open member of the current wave that is absent no longer exists. */
export function looked(rollout: Rollout, statuses: ReadonlyMap<InstanceId, string>, nowMs: number): Rollout {
  const members = updateCurrent(rollout, (member) => {
    const status = statuses.get(member.target.id) ?? deletedStatus;
    return observeMember(rollout, member, status, nowMs);
  });
  const queued = members.filter(({ phase }) => phase.kind === "queued").map(({ target }) => target.id);
  const known = new Set(rollout.batches.flat());
  const fresh = queued.filter((id) => !known.has(id));
  const lookEveryMs = Math.min(rollout.lookEveryMs * 1.5, rollout.settings.pollIntervalMs);
  const next = {
    ...rollout,
    members,
    batches: [...rollout.batches, ...chunk(fresh, maxIdsPerBatch)],
    nextLookMs: nowMs + rollout.lookEveryMs,
    lookEveryMs,
  };
  return pausedAfterWave(next, nowMs);
}

function observeMember(rollout: Rollout, member: Member, status: string, nowMs: number): Phase {
  const { phase } = member;
  if (phase.kind === "finished" || phase.kind === "queued") return phase;
  if (phase.kind === "waiting") return admitMember(member, status, phase.refusal, nowMs);
  const verdict = observeWatch(phase.watch, status, nowMs, rollout.settings.minReadyMs);
  const word = phase.kind === "watching" ? phase.answer : noWord;
  if (verdict.kind === "watching") {
    if (!isOverdue(rollout, member, verdict.watch, nowMs))
      return { kind: "watching", watch: verdict.watch, answer: word };
    return finished(watchRecord(member, verdict.watch, word, { ...concludeWatch(verdict.watch, "timeout"), nowMs }));
  }
  const result = verdict.kind === "proven" ? "success" : "failed";
  return finished(watchRecord(member, verdict.watch, word, { result, reason: verdict.reason, nowMs }));
}

/** A call of an earlier run that should have shown its effect long ago: waiting again would prove nothing. */
function isOverdue(rollout: Rollout, member: Member, watch: Watch, nowMs: number): boolean {
  const { readyTimeoutMs } = rollout.settings;
  return (
    member.target.verb === "verify" && watch.leftAtMs === undefined && nowMs >= watch.submittedAtMs + readyTimeoutMs
  );
}

function admitMember(member: Member, status: string, refusal: Refusal | undefined, nowMs: number): Phase {
  const { action } = member.target;
  const admission = admit(action, status);
  switch (admission) {
    case "send":
      return { kind: "queued", status };
    case "wait":
      return { kind: "waiting", status, refusal };
    case "done":
      return finished(
        untouchedRecord(member, status, noWord, { result: "success", reason: "it was gone before any call", nowMs }),
      );
    case "refuse":
      return finished(
        untouchedRecord(member, status, noWord, {
          result: "failed",
          reason: `the service does not ${action} an instance in status ${status}; no call was made for it`,
          nowMs,
        }),
      );
  }
}

/** A look that gave no answer. Without anything in flight there is nothing to wait for: the run ends. */
export function lookFailed(rollout: Rollout, failure: CallFailure, nowMs: number): Rollout {
  const hopeless = failure.code === "unauthenticated" || failure.code === "forbidden";
  if (hopeless || inFlight(rollout).length === 0) return { ...rollout, ending: serviceEnding(failure) };
  return {
    ...rollout,
    nextLookMs: nowMs + Math.max(rollout.lookEveryMs, failure.retryAfterMs ?? 0),
    lookEveryMs: Math.min(rollout.lookEveryMs * 1.5, rollout.settings.pollIntervalMs),
  };
}

/** The batch at the front is about to be sent: from here on its members count as sent. */
export function sending(rollout: Rollout, ids: readonly InstanceId[], nowMs: number): Rollout {
  return {
    ...rollout,
    batches: rollout.batches.slice(1),
    members: updateIds(rollout, ids, (member) => ({
      kind: "sending",
      watch: startWatch({
        action: member.target.action,
        acceptance: "unknown",
        before: statusOf(member.phase),
        submittedAtMs: nowMs,
      }),
    })),
  };
}

/** The service answered a batch call. Ids it did not name have an unknown fate and are watched like the others. */
export function answered(rollout: Rollout, ids: readonly InstanceId[], answer: BatchAnswer, nowMs: number): Rollout {
  const results = new Map(answer.items.map((item) => [item.id, item.result]));
  const word: ServiceWord = { ...noWord, requestId: answer.requestId ?? "" };
  const members = updateIds(rollout, ids, (member) => {
    const watch = watchOf(member.phase);
    if (watch === undefined) return member.phase;
    const result = results.get(member.target.id);
    if (result === "failed") {
      const outcome = { result: "failed", reason: "the service answered failed for this instance", nowMs } as const;
      const submittedAt = new Date(watch.submittedAtMs).toISOString();
      return finished(untouchedRecord(member, watch.status, word, { ...outcome, submittedAt }));
    }
    const acceptance = result === "success" ? "accepted" : "unknown";
    return { kind: "watching", watch: { ...watch, acceptance }, answer: word };
  });
  return pausedAfterWave({ ...rollout, members, tries: 0, ...lookSoon(rollout, nowMs) }, nowMs);
}

/** A batch call that did not end well. What follows depends on its fate and code alone. */
export function callFailed(rollout: Rollout, ids: readonly InstanceId[], failure: CallFailure, nowMs: number): Rollout {
  const word = wordOf(failure);
  if (failure.fate === "unknown") {
    const members = updateIds(rollout, ids, (member) => {
      const watch = watchOf(member.phase);
      return watch === undefined ? member.phase : { kind: "watching", watch, answer: word };
    });
    return { ...rollout, members, tries: 0, ...lookSoon(rollout, nowMs) };
  }
  switch (failure.code) {
    case "unauthenticated":
    case "forbidden":
      return { ...requeue(rollout, [ids]), ending: serviceEnding(failure) };
    case "throttled":
    case "unreachable":
    case "interrupted":
      return { ...requeue(rollout, [ids]), tries: rollout.tries + 1, holdUntilMs: nowMs + backoffMs(rollout, failure) };
    default:
      return ids.length > 1 ? split(rollout, ids) : refuse(rollout, ids, failure, nowMs);
  }
}

/** Nothing was done, and one instance may be the reason: the halves go on by themselves. */
function split(rollout: Rollout, ids: readonly InstanceId[]): Rollout {
  const middle = Math.ceil(ids.length / 2);
  return { ...requeue(rollout, [ids.slice(0, middle), ids.slice(middle)]), tries: 0 };
}

/** A refusal of a single instance: a busy one is waited for, any other has failed. */
function refuse(rollout: Rollout, ids: readonly InstanceId[], failure: CallFailure, nowMs: number): Rollout {
  const reason = "the service refused the call";
  const members = updateIds(rollout, ids, (member) => {
    const status = statusOf(member.phase);
    if (failure.code === "busy") return { kind: "waiting", status, refusal: { ...wordOf(failure), reason } };
    return finished(untouchedRecord(member, status, wordOf(failure), { result: "failed", reason, nowMs }));
  });
  return pausedAfterWave({ ...rollout, members, tries: 0 }, nowMs);
}

/** Ends the current wave at its deadline. */
export function waveClosed(rollout: Rollout, nowMs: number): Rollout {
  const readyTimeout = describeDuration(rollout.settings.readyTimeoutMs);
  const members = updateCurrent(rollout, (member) =>
    finished(concludeMember(member, { kind: "wave-deadline", readyTimeout }, nowMs)),
  );
  return pausedAfterWave({ ...rollout, members, batches: [] }, nowMs);
}

/** Ends the run: every open member is concluded. */
export function runClosed(rollout: Rollout, ending: Ending, nowMs: number): Rollout {
  const members = rollout.members.map((member) =>
    isOpen(member) ? { ...member, phase: finished(concludeMember(member, { kind: "ending", ending }, nowMs)) } : member,
  );
  return { ...rollout, members, batches: [], ending };
}

/** Asks the run to end: no call is sent any more. */
export function stopAsked(rollout: Rollout): Rollout {
  return { ...rollout, ending: { kind: "stopped" } };
}

function finished(record: Extract<Phase, { kind: "finished" }>["record"]): Phase {
  return { kind: "finished", record };
}

function serviceEnding(failure: CallFailure): Ending {
  return {
    kind: "service",
    reason: failure.message,
    errorCode: failure.errorCode ?? "",
    message: failure.errorMessage ?? "",
  };
}

function wordOf(failure: CallFailure): ServiceWord {
  return {
    errorCode: failure.errorCode ?? "",
    message: failure.errorMessage ?? failure.message,
    requestId: failure.requestId ?? "",
  };
}

function watchOf(phase: Phase): Watch | undefined {
  return phase.kind === "sending" || phase.kind === "watching" ? phase.watch : undefined;
}

function statusOf(phase: Phase): string {
  switch (phase.kind) {
    case "waiting":
    case "queued":
      return phase.status;
    case "sending":
    case "watching":
      return phase.watch.status;
    case "finished":
      return phase.record.status;
  }
}

/** Puts batches back to the front; their members count as not sent. */
function requeue(rollout: Rollout, batches: readonly (readonly InstanceId[])[]): Rollout {
  const members = updateIds(rollout, batches.flat(), (member) => ({ kind: "queued", status: statusOf(member.phase) }));
  return { ...rollout, members, batches: [...batches, ...rollout.batches] };
}

function lookSoon(rollout: Rollout, nowMs: number): Pick<Rollout, "nextLookMs" | "lookEveryMs"> {
  const lookEveryMs = Math.min(firstLookMs, rollout.settings.pollIntervalMs);
  return { lookEveryMs, nextLookMs: nowMs + lookEveryMs };
}

/** Exponential from one second to the poll interval, or what the service asked for. */
function backoffMs(rollout: Rollout, failure: CallFailure): number {
  const growing = Math.min(1_000 * 2 ** Math.min(rollout.tries, 10), Math.max(rollout.settings.pollIntervalMs, 1_000));
  return failure.retryAfterMs ?? growing;
}

/** When the wave just ended and another one follows, nothing is sent for the length of the pause. */
function pausedAfterWave(rollout: Rollout, nowMs: number): Rollout {
  if (currentMembers(rollout).some(isOpen) || rollout.wave === rollout.waveCount) return rollout;
  if (failureCount(rollout) > rollout.settings.maxFailures) return rollout;
  return { ...rollout, holdUntilMs: Math.max(rollout.holdUntilMs, nowMs + rollout.settings.pauseBetweenMs) };
}

function updateCurrent(rollout: Rollout, change: (member: Member) => Phase): readonly Member[] {
  return rollout.members.map((member) =>
    member.target.wave === rollout.wave && isOpen(member) ? { ...member, phase: change(member) } : member,
  );
}

function updateIds(rollout: Rollout, ids: readonly InstanceId[], change: (member: Member) => Phase): readonly Member[] {
  const chosen = new Set(ids);
  return rollout.members.map((member) =>
    chosen.has(member.target.id) && isOpen(member) ? { ...member, phase: change(member) } : member,
  );
}
