import { isInFlight, type Member, type Rollout } from "./rollout";
import { stayedInError } from "../action-record";
import { classifyStatus } from "../status";

/** Members that count towards max_failures (R6): failed, refused, or not seen to come back. Pure. */
export function failureCount(rollout: Rollout): number {
  return rollout.failures + rollout.members.filter(isUnsuccessful).length;
}

export function isUnsuccessful(member: Member): boolean {
  if (member.phase.kind !== "finished") return false;
  const { record } = member.phase;
  // R7
  if (record.result === "failed") return !stayedInError(record);
  return record.result === "unknown" && !isUnprovable(member);
}

/**
 * Whether a member may be down because of us although nobody watches it any more: its end was not seen, or it has failed on
 * its way. Pure.
 */
export function mayBeDown(member: Member): boolean {
  if (member.phase.kind !== "finished") return false;
  const { result, accepted, status } = member.phase.record;
  if (result === "unknown") return !isUnprovable(member);
  return result === "failed" && accepted && classifyStatus(status) === "transitional";
}

/**
 * An earlier run's call that nothing more can be learned about: the instance was not seen to leave, and was not watched all
 * the time. That says nothing against sending the others.
 */
function isUnprovable({ target, phase }: Member): boolean {
  if (target.verb !== "verify" || phase.kind !== "finished") return false;
  return phase.record.result === "unknown" && phase.record.leftAt === "";
}

/** How many may be down because of us now: on their way, or finished without their end being seen. Pure. */
export function downCount(rollout: Rollout): number {
  const current = rollout.members.filter((member) => isInFlight(member) || mayBeDown(member));
  return rollout.lingering.length + current.length;
}
