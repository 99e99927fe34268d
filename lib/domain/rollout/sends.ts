import type { CallFailure } from "../call-failure";
import { serviceEnding, withoutFullStop } from "./ending";
import type { BatchAnswer, InstanceId } from "../instance";
import { noWord, quickLookMs, type Refusal, type Rollout, type ServiceWord } from "./rollout";
import { changeIds, finishedPhase, statusOf, watchOf } from "./members";
import { unsentRecord } from "./records";
import { startWatch, type Watch } from "./watch";

// Batch calls, taken in. Every function here is pure and answers the rollout after the event.

/**
 * `ids`, the front of the first batch, are about to be sent: from here on they count as sent. The rest of that batch has no room yet; the
 * look that makes room puts them into a batch again. `serviceNowMs`: the time by the service's clock.
 */
export function sending(rollout: Rollout, ids: readonly InstanceId[], nowMs: number, serviceNowMs?: number): Rollout {
  return {
    ...rollout,
    batches: rollout.batches.slice(1),
    members: changeIds(rollout, ids, ({ target }, phase) => ({
      kind: "sending",
      watch: startWatch({
        action: target.action,
        acceptance: "unknown",
        before: statusOf(phase),
        submittedAtMs: nowMs,
        calledAtMs: serviceNowMs ?? 0,
      }),
    })),
  };
}

/**
 * Their call leaves now: writing it down, a login and the wait for other calls are over. A restart that the service began before is not of
 * this call (T1).
 */
export function leaving(rollout: Rollout, ids: readonly InstanceId[], nowMs: number, serviceNowMs?: number): Rollout {
  const members = changeIds(rollout, ids, (_, phase) => {
    if (phase.kind !== "sending") return phase;
    const { watch } = phase;
    return { ...phase, watch: { ...watch, submittedAtMs: nowMs, calledAtMs: serviceNowMs ?? watch.calledAtMs } };
  });
  return { ...rollout, members };
}

/** The call is not made, because the journal does not have it: a killed run would leave no trace of it. */
export function unrecorded(rollout: Rollout, reason: string): Rollout {
  return { ...rollout, ending: { kind: "unrecorded", reason: withoutFullStop(reason) } };
}

/** The reason of a failed action that the service itself answered `failed`. */
export const answeredFailed = "the service answered failed for this instance";

/** Takes in the answer to a batch call. Ids that the answer does not name have an unknown fate and are watched like the others. */
export function answered(rollout: Rollout, ids: readonly InstanceId[], answer: BatchAnswer, nowMs: number): Rollout {
  const results = new Map(answer.items.map((item) => [item.id, item.result]));
  const word: ServiceWord = { ...noWord, requestId: answer.requestId ?? "" };
  const members = changeIds(rollout, ids, ({ target }, phase) => {
    if (phase.kind !== "sending") return phase;
    const watch = withCallTime(phase.watch, answer, nowMs);
    const result = results.get(target.id);
    if (result !== "failed") {
      return {
        kind: "watching",
        watch: { ...watch, acceptance: result === "success" ? "accepted" : "unknown" },
        answer: word,
      };
    }
    const said = { ...word, submittedAtMs: watch.submittedAtMs };
    return finishedPhase(unsentRecord(target, watch.status, said, { result: "failed", reason: answeredFailed, nowMs }));
  });
  return { ...rollout, members, tries: 0, ...lookSoon(rollout, nowMs) };
}

/**
 * The answer tells its own time. The call was earlier by the time that the answer took. A task that began while the service worked on the
 * answer belongs to this call.
 */
function withCallTime(watch: Watch, { answeredAtMs }: BatchAnswer, nowMs: number): Watch {
  return answeredAtMs === undefined ? watch : { ...watch, calledAtMs: answeredAtMs - (nowMs - watch.submittedAtMs) };
}

/** Takes in the failure of a batch call. The consequence depends on its fate and code alone. */
export function callFailed(rollout: Rollout, ids: readonly InstanceId[], failure: CallFailure, nowMs: number): Rollout {
  if (failure.fate === "unknown") return watchUnanswered(rollout, ids, failure, nowMs);
  switch (failure.code) {
    case "unauthenticated":
      return { ...requeue(rollout, [ids], failure), ending: serviceEnding(failure, false) };
    case "forbidden":
    // The answer is not the service's own: a proxy in between does not let the call through.
    case "unexpected-answer":
      return { ...requeue(rollout, [ids], failure), ending: serviceEnding(failure, true) };
    case "throttled":
    case "unreachable":
    case "lost":
    case "interrupted":
    case "server-error":
      return {
        ...requeue(rollout, [ids], failure),
        tries: rollout.tries + 1,
        holdUntilMs: nowMs + backoffMs(rollout, failure),
      };
    case "busy":
    case "invalid":
    case "not-found":
      return ids.length > 1 ? split(rollout, ids, failure) : refuse(rollout, ids, failure, nowMs);
  }
}

/** The call may have been carried out: its members are watched, and never sent again. */
function watchUnanswered(rollout: Rollout, ids: readonly InstanceId[], failure: CallFailure, nowMs: number): Rollout {
  const answer = wordOf(failure);
  const members = changeIds(rollout, ids, (_, phase) =>
    phase.kind === "sending" ? { kind: "watching", watch: phase.watch, answer } : phase,
  );
  return { ...rollout, members, tries: 0, ...lookSoon(rollout, nowMs) };
}

/** Splits a batch of which nothing was done, perhaps because of one instance: each half goes on by itself. */
function split(rollout: Rollout, ids: readonly InstanceId[], failure: CallFailure): Rollout {
  const middle = Math.ceil(ids.length / 2);
  return { ...requeue(rollout, [ids.slice(0, middle), ids.slice(middle)], failure), tries: 0 };
}

/** Takes in the refusal of a single instance: a busy one is waited for, any other has failed. */
function refuse(rollout: Rollout, ids: readonly InstanceId[], failure: CallFailure, nowMs: number): Rollout {
  const members = changeIds(rollout, ids, ({ target }, phase) => {
    const refusal = { ...refusalOf(failure, watchOf(phase)?.submittedAtMs), isOwn: true };
    const status = statusOf(phase);
    if (failure.code === "busy") return { kind: "waiting", status, refusal };
    return finishedPhase(unsentRecord(target, status, refusal, { result: "failed", reason: refusal.reason, nowMs }));
  });
  return { ...rollout, members, tries: 0 };
}

/** Puts batches back to the front; their members count as not sent. */
function requeue(rollout: Rollout, batches: readonly (readonly InstanceId[])[], failure: CallFailure): Rollout {
  const alone = batches.length === 1;
  const members = changeIds(rollout, batches.flat(), (_, phase) => ({
    kind: "queued",
    status: statusOf(phase),
    // The refusal of a larger batch does not say which instance it is about.
    refusal: alone ? refusalOf(failure, watchOf(phase)?.submittedAtMs) : undefined,
  }));
  return { ...rollout, members, batches: [...batches, ...rollout.batches] };
}

function refusalOf(failure: CallFailure, submittedAtMs: number | undefined): Refusal {
  const sent = failure.fate !== "not-sent";
  return {
    ...wordOf(failure),
    reason: sent ? "the service refused the call" : "the call could not be sent",
    isOwn: false,
    submittedAtMs: sent ? submittedAtMs : undefined,
  };
}

function wordOf(failure: CallFailure): ServiceWord {
  return {
    errorCode: failure.errorCode ?? "",
    message: withoutFullStop(failure.errorMessage ?? failure.message),
    requestId: failure.requestId ?? "",
  };
}

function lookSoon({ settings }: Rollout, nowMs: number): Pick<Rollout, "nextLookMs" | "lookEveryMs"> {
  const lookEveryMs = quickLookMs(settings);
  return { lookEveryMs, nextLookMs: nowMs + lookEveryMs };
}

/** Exponential from one second to the poll interval, and never less than the service asked for. */
function backoffMs({ tries, settings }: Rollout, failure: CallFailure): number {
  const growingMs = Math.min(1_000 * 2 ** Math.min(tries, 10), Math.max(settings.pollIntervalMs, 1_000));
  return Math.max(growingMs, failure.retryAfterMs ?? 0);
}
