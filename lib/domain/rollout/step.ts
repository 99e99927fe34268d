import type { Action, InstanceId } from "../instance";
import { type Ending, letsWatchOn } from "./ending";
import { deadlineOf, isInFlight, isOpen, type Member, type Rollout } from "./rollout";
import { downCount, failureCount } from "./budget";
import { askedAtEnd, askedAtReturn } from "./task-asks";

/** The next move of the loop. */
export type Step =
  | { readonly kind: "begin-wave" }
  | { readonly kind: "look" }
  | { readonly kind: "submit"; readonly action: Action; readonly ids: readonly InstanceId[] }
  | { readonly kind: "wait"; readonly untilMs: number }
  /** The service's own records of these members are asked for: at most eight, each once. */
  | { readonly kind: "ask-tasks"; readonly ids: readonly InstanceId[] }
  /** Members whose time is over are concluded. */
  | { readonly kind: "close-overdue" }
  /** Every member of the wave is finished. */
  | { readonly kind: "end-wave" }
  /** The run ends before its last wave: every open member is concluded. */
  | { readonly kind: "close-run"; readonly ending: Ending }
  | { readonly kind: "done" };

/** How long a call may be sent on a look. */
const lookTrustedMs = 10_000;

/** Answers the next step at `nowMs`. The loop asks again after every event. */
export function nextStep(rollout: Rollout, nowMs: number): Step {
  const open = rollout.members.filter(isOpen);
  if (open.length === 0) return rollout.members.length > 0 ? { kind: "end-wave" } : betweenWaves(rollout, nowMs);
  const inFlight = open.some(isInFlight);
  return (
    ended(rollout, inFlight, nowMs) ??
    overdue(rollout, open, nowMs) ??
    submission(rollout, inFlight, nowMs) ??
    asking(askedAtReturn(rollout)) ??
    lookOrWait(rollout, open, nowMs)
  );
}

function betweenWaves(rollout: Rollout, nowMs: number): Step {
  if (rollout.wave >= rollout.waves.length) return { kind: "done" };
  const { settings, ending, holdUntilMs } = rollout;
  if (ending !== undefined) return { kind: "close-run", ending };
  const failures = failureCount(rollout);
  if (failures > settings.maxFailures) return { kind: "close-run", ending: { kind: "failures", failures } };
  if (nowMs >= settings.runDeadlineMs) return { kind: "close-run", ending: runDeadline(settings) };
  if (nowMs < holdUntilMs) return { kind: "wait", untilMs: Math.min(holdUntilMs, settings.runDeadlineMs) };
  return { kind: "begin-wave" };
}

/** The step that ends the run in the middle of a wave. Members in flight get a last look if there is time for one. */
function ended(rollout: Rollout, inFlight: boolean, nowMs: number): Step | undefined {
  const { ending, settings } = rollout;
  if (ending !== undefined && !(letsWatchOn(ending) && inFlight)) return { kind: "close-run", ending };
  if (nowMs < settings.runDeadlineMs) return undefined;
  if (inFlight && rollout.lookEndedMs < settings.runDeadlineMs) return { kind: "look" };
  return { kind: "close-run", ending: ending ?? runDeadline(settings) };
}

function runDeadline({ runTimeSetting }: Rollout["settings"]): Ending {
  return { kind: "run-deadline", setting: runTimeSetting };
}

/**
 * The step for members whose time is over. Before they are concluded, those in flight get one more look, and the service is asked for its
 * own records.
 */
function overdue(rollout: Rollout, open: readonly Member[], nowMs: number): Step | undefined {
  const late = open.filter((member) => deadlineOf(rollout, member) <= nowMs);
  if (late.length === 0) return undefined;
  const unseen = late.some((member) => isInFlight(member) && rollout.lookEndedMs < deadlineOf(rollout, member));
  if (unseen) return { kind: "look" };
  return asking(askedAtEnd(rollout, late)) ?? { kind: "close-overdue" };
}

function asking(ids: readonly InstanceId[]): Step | undefined {
  return ids.length > 0 ? { kind: "ask-tasks", ids } : undefined;
}

function submission(rollout: Rollout, inFlight: boolean, nowMs: number): Step | undefined {
  const { settings, positions, members } = rollout;
  const batch = readyBatch(rollout, nowMs);
  if (batch === undefined || !isTrusted(rollout, nowMs)) return undefined;
  const down = downCount(rollout);
  const room = settings.maxUnavailable - down;
  if (room <= 0) return inFlight ? undefined : { kind: "close-run", ending: { kind: "unavailable", down } };
  const first = members[positions.get(batch[0] ?? "") ?? -1];
  if (first === undefined) throw new Error("a batch holds an id that is not a member");
  return { kind: "submit", action: first.target.action, ids: batch.slice(0, room) };
}

function lookOrWait(rollout: Rollout, open: readonly Member[], nowMs: number): Step {
  const looking =
    open.some(({ phase }) => phase.kind !== "queued") ||
    (readyBatch(rollout, nowMs) !== undefined && !isTrusted(rollout, nowMs));
  if (looking && nowMs >= rollout.nextLookMs) return { kind: "look" };
  let untilMs = rollout.settings.runDeadlineMs;
  for (const member of open) untilMs = Math.min(untilMs, deadlineOf(rollout, member));
  if (looking) untilMs = Math.min(untilMs, rollout.nextLookMs);
  if (nowMs < rollout.holdUntilMs) untilMs = Math.min(untilMs, rollout.holdUntilMs);
  return { kind: "wait", untilMs };
}

/** The batch at the front, unless the run is ending or nothing may be sent now. */
function readyBatch(rollout: Rollout, nowMs: number): readonly InstanceId[] | undefined {
  return rollout.ending === undefined && nowMs >= rollout.holdUntilMs ? rollout.batches[0] : undefined;
}

/** Whether a call may still leave after the journal has recorded it: its look is recent enough, and the time is not over. */
export function mayStillLeave(rollout: Rollout, nowMs: number): boolean {
  return nowMs < rollout.settings.runDeadlineMs && isTrusted(rollout, nowMs);
}

/** Statuses change: a call is sent only on the word of a recent look. */
function isTrusted(rollout: Rollout, nowMs: number): boolean {
  return nowMs - rollout.seenMs <= lookTrustedMs;
}
