import type { CallFailure } from "../call-failure";
import type { InstanceId } from "../instance";
import type { Task } from "../task";
import { changeIds, finishedPhase, watchOf } from "./members";
import { watchRecord } from "./records";
import { deadlineOf, type Member, type Phase, type Rollout, watchRules } from "./rollout";
import { classifyStatus } from "../status";
import { judgeTasks } from "./task-evidence";
import { concludeWatch, heedEvidence, isWatchedThroughout, type Verdict, type Watch } from "./watch";

// The members whose task records the service is asked for, and how its answers are taken in (rules T1–T7). Every function here is pure.

/** Most ids of one request: as many as are read at once. */
const mostAsked = 8;

/** The members, of those whose time is over and which a look has seen since, that looks alone did not prove. */
export function askedAtEnd(rollout: Rollout, late: readonly Member[]): readonly InstanceId[] {
  return asked(rollout, late, (member, watch) => {
    const overAtMs = deadlineOf(rollout, member);
    if (watch.seenAtMs < overAtMs) return false;
    const { result } = concludeWatch(watch, { kind: "timeout", overAtMs }, watchRules(rollout.settings));
    return result === "unknown" || watch.leftAtMs === undefined;
  });
}

/** The members of an earlier run's calls whose instances may have restarted between the runs, and rest now. */
export function askedAtReturn(rollout: Rollout): readonly InstanceId[] {
  return asked(rollout, rollout.members, ({ target }, watch) => {
    const rests = watch.leftAtMs === undefined && classifyStatus(watch.status) === "ready";
    const isBroken = !isWatchedThroughout(watch);
    return target.verb === "verify" && rests && isBroken && watch.seenAtMs >= rollout.waveBeganMs;
  });
}

function asked(
  { asksTasks }: Rollout,
  members: readonly Member[],
  isMeant: (member: Member, watch: Watch) => boolean,
): readonly InstanceId[] {
  if (!asksTasks) return [];
  const meant = members.filter((member) => {
    const watch = member.phase.kind === "watching" ? member.phase.watch : undefined;
    return watch !== undefined && mayBeAsked(watch) && isMeant(member, watch);
  });
  return meant.slice(0, mostAsked).map(({ target }) => target.id);
}

/**
 * Whether the service may be asked: for a restart by a known call, once per watch (T7), if looks have not shown it and the status is not
 * enough.
 */
function mayBeAsked({ action, submittedAtMs, evidence, readySinceMs, status }: Watch): boolean {
  if (action !== "restart" || submittedAtMs === 0 || evidence !== undefined || readySinceMs !== undefined) return false;
  const statusClass = classifyStatus(status);
  return statusClass === "ready" || statusClass === "transitional";
}

/** Time of the call for a member's restart, by the service's clock if that is known. */
export function callTimeOf({ members, positions }: Rollout, id: InstanceId): number {
  const member = members[positions.get(id) ?? -1];
  const watch = member === undefined ? undefined : watchOf(member.phase);
  return watch === undefined ? 0 : watch.calledAtMs || watch.submittedAtMs;
}

function knownTimeOf({ since }: Rollout, id: InstanceId): number | undefined {
  const time = since.get(id);
  return time === undefined ? undefined : Date.parse(time);
}

/** The service's answer about one instance. */
export type TaskAnswer =
  | { readonly kind: "told"; readonly tasks: readonly Task[] }
  | { readonly kind: "untold"; readonly failure: CallFailure };

/**
 * Takes in the service's records of these members. A member without such records ends as looks show it. `aheadMs`: how far the service's
 * clock is ahead of this one.
 */
export function tasksAsked(
  rollout: Rollout,
  answers: ReadonlyMap<InstanceId, TaskAnswer>,
  aheadMs: number,
  nowMs: number,
): Rollout {
  const members = changeIds(rollout, [...answers.keys()], (member, phase) => {
    if (phase.kind !== "watching") return phase;
    const answer = answers.get(member.target.id);
    const tasks = answer?.kind === "told" ? answer.tasks : [];
    const { id } = member.target;
    const times = { calledAtMs: callTimeOf(rollout, id), knownMs: knownTimeOf(rollout, id) };
    const evidence = judgeTasks(tasks, { ...times, isOwnClock: phase.watch.calledAtMs === 0 });
    return heeded(member, phase, heedEvidence(phase.watch, evidence, aheadMs, watchRules(rollout.settings)), nowMs);
  });
  return { ...rollout, members, asksTasks: rollout.asksTasks && !isRefused([...answers.values()]) };
}

type Watching = Extract<Phase, { kind: "watching" }>;

function heeded({ target }: Member, phase: Watching, verdict: Verdict, nowMs: number): Phase {
  if (verdict.kind === "watching") return { ...phase, watch: verdict.watch };
  const result = verdict.kind === "proven" ? "success" : "failed";
  return finishedPhase(watchRecord(target, verdict.watch, phase.answer, { result, reason: verdict.reason, nowMs }));
}

/** Whether the service does not give its records at all: it has no such call, the user has no right to it, or it answers no call. */
function isRefused(answers: readonly TaskAnswer[]): boolean {
  const failures = answers.flatMap((answer) => (answer.kind === "untold" ? [answer.failure] : []));
  return failures.some(isFinal) || (failures.length > 0 && failures.length === answers.length);
}

function isFinal({ code }: CallFailure): boolean {
  return ["unauthenticated", "forbidden", "not-found", "invalid", "unexpected-answer"].includes(code);
}
