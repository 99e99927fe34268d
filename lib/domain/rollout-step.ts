import { assertNever } from "./assert-never";
import type { Action, InstanceId } from "./instance";
import { currentMembers, type Ending, failureCount, inFlight, isOpen, type Rollout } from "./rollout";

/** What the loop has to do next. */
export type Step =
  | { readonly kind: "begin-wave"; readonly wave: number }
  | { readonly kind: "look" }
  | { readonly kind: "submit"; readonly action: Action; readonly ids: readonly InstanceId[] }
  | { readonly kind: "wait"; readonly untilMs: number }
  /** The wave's deadline has passed: its open members are concluded. */
  | { readonly kind: "close-wave" }
  /** The run ends before its last wave: every open member is concluded. */
  | { readonly kind: "close-run"; readonly ending: Ending }
  | { readonly kind: "done" };

/** Answers what to do at `nowMs`. Pure; asked again after every event. */
export function nextStep(rollout: Rollout, nowMs: number): Step {
  if (!rollout.members.some(isOpen)) return { kind: "done" };
  if (rollout.ending !== undefined) return { kind: "close-run", ending: rollout.ending };
  if (nowMs >= rollout.settings.runDeadlineMs) return { kind: "close-run", ending: { kind: "run-deadline" } };

  const open = currentMembers(rollout).filter(isOpen);
  if (open.length === 0) return betweenWaves(rollout, nowMs);
  if (nowMs >= rollout.waveDeadlineMs) return { kind: "close-wave" };
  const [batch] = rollout.batches;
  const looking = open.some(({ phase }) => phase.kind !== "queued");
  if (batch !== undefined && nowMs >= rollout.holdUntilMs) {
    return { kind: "submit", action: actionOf(rollout, batch), ids: batch };
  }
  if (looking && nowMs >= rollout.nextLookMs) return { kind: "look" };
  const reasons = [...(looking ? [rollout.nextLookMs] : []), ...(batch === undefined ? [] : [rollout.holdUntilMs])];
  return { kind: "wait", untilMs: Math.min(rollout.waveDeadlineMs, rollout.settings.runDeadlineMs, ...reasons) };
}

function betweenWaves(rollout: Rollout, nowMs: number): Step {
  const failures = failureCount(rollout);
  if (failures > rollout.settings.maxFailures) return { kind: "close-run", ending: { kind: "failures", failures } };
  if (nowMs < rollout.holdUntilMs) {
    return { kind: "wait", untilMs: Math.min(rollout.holdUntilMs, rollout.settings.runDeadlineMs) };
  }
  return { kind: "begin-wave", wave: rollout.wave + 1 };
}

function actionOf(rollout: Rollout, ids: readonly InstanceId[]): Action {
  const member = rollout.members.find(({ target }) => target.id === ids[0]);
  if (member === undefined) throw new Error("a batch holds an id that is not a member");
  return member.target.action;
}

/** Why a run ended early, for records and diagnostics. Pure. */
export function describeEnding(ending: Ending): string {
  switch (ending.kind) {
    case "failures":
      return `the rollout stopped after ${ending.failures} failed, more than max_failures allows`;
    case "run-deadline":
      return "the run's own time (timeouts) was over";
    case "stopped":
      return "the run was interrupted";
    case "service":
      return ending.reason;
    default:
      return assertNever(ending);
  }
}

/** A look is worth making before a stopped run is closed: something was sent whose effect may already show. */
export function hasInFlight(rollout: Rollout): boolean {
  return inFlight(rollout).length > 0;
}
