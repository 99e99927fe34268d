import type { CallFailure } from "../call-failure";
import { type InstanceId, maxIdsPerBatch } from "../instance";
import {
  isInFlight,
  type Lingering,
  longestLookMs,
  type Member,
  noWord,
  type OpenPhase,
  type Phase,
  quickLookMs,
  type Rollout,
  type RolloutSettings,
  type Unread,
  watchRules,
} from "./rollout";
import { changeOpen, finishedPhase } from "./members";
import { refusedIn } from "./reasons";
import { unsentRecord, watchRecord } from "./records";
import { continuedWatch } from "./resume-watch";
import { admit, classifyStatus } from "../status";
import { observeWatch } from "./watch";
import { chunk } from "../ledger/waves";
import { serviceEnding, withoutFullStop } from "./ending";

// Looks at the fleet, taken in. Both functions are pure and answer the rollout after the event.

/**
 * One look at the fleet. `statuses`: by id, `DELETED` for an instance that does not exist; an absent id was not seen. `unread`: the ids
 * whose own read failed; the next look comes after the longest wait that the service asked for. `tookMs`: since the look was asked for.
 * `aheadMs`: how far the service's clock is ahead of this one, if known.
 */
export function looked(
  rollout: Rollout,
  statuses: ReadonlyMap<InstanceId, string>,
  nowMs: number,
  unread: ReadonlyMap<InstanceId, CallFailure> = new Map(),
  tookMs = 0,
  aheadMs?: number,
): Rollout {
  const retryAfterMs = [...unread.values()].reduce((longest, each) => Math.max(longest, each.retryAfterMs ?? 0), 0);
  const members = changeOpen(rollout, (member, phase) => {
    const status = statuses.get(member.target.id);
    return status === undefined ? phase : observeMember(rollout, member, phase, { status, nowMs, tookMs, aheadMs });
  });
  return {
    ...rollout,
    members,
    batches: rebatch(members, rollout),
    lingering: rollout.lingering.flatMap((each) => stillLingering(each, statuses.get(each.id), rollout.settings)),
    seenMs: nowMs,
    lookTrouble: "",
    unread: new Map([...unread].map(([id, failure]) => [id, unreadOf(failure)])),
    ...lookedOnce({ ...rollout, members }, nowMs, retryAfterMs),
  };
}

function unreadOf(failure: CallFailure): Unread {
  const { message, errorCode = "", errorMessage = "" } = failure;
  return { trouble: withoutFullStop(message), errorCode, message: withoutFullStop(errorMessage) };
}

/** A look that failed. The run gives up a service that never answered in this run or refuses to. */
export function lookFailed(rollout: Rollout, failure: CallFailure, nowMs: number): Rollout {
  const lookTrouble = withoutFullStop(failure.message);
  const next = { ...rollout, lookTrouble, ...lookedOnce(rollout, nowMs, failure.retryAfterMs ?? 0) };
  return isHopeless(rollout, failure) ? { ...next, ending: rollout.ending ?? serviceEnding(failure, false) } : next;
}

function isHopeless(rollout: Rollout, failure: CallFailure): boolean {
  switch (failure.code) {
    case "unauthenticated":
    case "forbidden":
      return true;
    case "throttled":
      return false;
    case "invalid":
    case "not-found":
      return !rollout.members.some(isInFlight);
    default:
      return rollout.seenMs === 0;
  }
}

interface Seen {
  readonly status: string;
  readonly nowMs: number;
  readonly tookMs: number;
  readonly aheadMs: number | undefined;
}

function observeMember(rollout: Rollout, member: Member, phase: OpenPhase, seen: Seen): Phase {
  const { status, nowMs, tookMs, aheadMs } = seen;
  if (phase.kind === "waiting" || phase.kind === "queued") return admitMember(member, phase, status, nowMs);
  const watch = continuedWatch(phase.watch, aheadMs);
  const verdict = observeWatch(watch, status, nowMs, watchRules(rollout.settings), tookMs);
  const word = phase.kind === "watching" ? phase.answer : noWord;
  if (verdict.kind === "watching") return { kind: "watching", watch: verdict.watch, answer: word };
  const result = verdict.kind === "proven" ? "success" : "failed";
  return finishedPhase(watchRecord(member.target, verdict.watch, word, { result, reason: verdict.reason, nowMs }));
}

function admitMember(
  { target }: Member,
  { refusal }: Extract<OpenPhase, { kind: "waiting" | "queued" }>,
  status: string,
  nowMs: number,
): Phase {
  const { action } = target;
  const admission = admit(action, status);
  switch (admission) {
    case "send":
      return { kind: "queued", status, refusal };
    case "wait":
      return { kind: "waiting", status, refusal };
    case "done": {
      const reason =
        refusal === undefined ? "it was gone before any call" : `it is gone; before that, ${refusal.reason}`;
      return finishedPhase(unsentRecord(target, status, refusal ?? noWord, { result: "success", reason, nowMs }));
    }
    case "refuse": {
      const outcome = { result: "not_started", reason: refusedIn(action, status), why: "status", nowMs } as const;
      return finishedPhase(unsentRecord(target, status, noWord, outcome));
    }
  }
}

/**
 * The batches after a look: the earlier ones (halves of a refused batch stay halves) without the members that can no longer be sent, and
 * new ones for the members that can be sent now; all in planned order.
 */
function rebatch(members: readonly Member[], { batches, positions }: Rollout): readonly (readonly InstanceId[])[] {
  const queued = new Set(members.flatMap(({ phase, target }) => (phase.kind === "queued" ? [target.id] : [])));
  const kept = batches.map((batch) => batch.filter((id) => queued.has(id))).filter((batch) => batch.length > 0);
  for (const id of kept.flat()) queued.delete(id);
  const position = (batch: readonly InstanceId[]): number => positions.get(batch[0] ?? "") ?? 0;
  return [...kept, ...chunk([...queued], maxIdsPerBatch)].sort((a, b) => position(a) - position(b));
}

/** An instance that is serving, broken or gone lingers no longer. If RUNNING has to last, one look does not show that it serves. */
function stillLingering(each: Lingering, status: string | undefined, settings: RolloutSettings): readonly Lingering[] {
  if (status === undefined) return [each];
  switch (classifyStatus(status)) {
    case "ready":
      return each.isYetToLeave || settings.minReadyMs > 0 ? [each] : [];
    case "transitional":
      return [{ ...each, isYetToLeave: false }];
    default:
      return [];
  }
}

function lookedOnce(
  { lookEveryMs, settings, members }: Rollout,
  nowMs: number,
  retryAfterMs: number,
): Pick<Rollout, "lookEndedMs" | "nextLookMs" | "lookEveryMs"> {
  const longestMs = Math.max(quickLookMs(settings), longestLookMs(settings, members));
  return {
    lookEndedMs: nowMs,
    nextLookMs: nowMs + Math.max(lookEveryMs, retryAfterMs),
    lookEveryMs: Math.min(Math.round(lookEveryMs * 1.5), longestMs),
  };
}
