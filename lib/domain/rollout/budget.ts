import { isInFlight, type Member, type Rollout } from "./rollout";
import { type ActionRecord, stayedInError } from "../action-record";
import { classifyStatus } from "../status";

/** Number of members that count towards max_failures (R6): failed, refused, or not seen to come back. */
export function failureCount(rollout: Rollout): number {
  return rollout.failures + rollout.members.filter(isUnsuccessful).length;
}

export function isUnsuccessful(member: Member): boolean {
  if (member.phase.kind !== "finished") return false;
  const { record, isUnanswered } = member.phase;
  // R7
  if (record.result === "failed") return isUnanswered || !stayedInError(record);
  return record.result === "unknown" && !isUnprovable(member.target, record);
}

/** Whether a member that is no longer watched may be down because of us: its end was not seen, or it failed on its way. */
export function mayBeDown(member: Member): boolean {
  if (member.phase.kind !== "finished") return false;
  const { record } = member.phase;
  const { result, accepted, status } = record;
  if (result === "unknown") return !isUnprovable(member.target, record);
  return result === "failed" && accepted && classifyStatus(status) === "transitional";
}

/**
 * Whether an unknown end is that of an earlier run's call and can no longer be learned: the instance was not seen to leave, and the watch
 * had a break. It does not stop the other calls.
 */
function isUnprovable({ verb }: Member["target"], { leftAt }: ActionRecord): boolean {
  return verb === "verify" && leftAt === "";
}

/** How many may be down because of us now: on their way, or finished without their end being seen. */
export function downCount(rollout: Rollout): number {
  const current = rollout.members.filter((member) => isInFlight(member) || mayBeDown(member));
  return rollout.lingering.length + current.length;
}
