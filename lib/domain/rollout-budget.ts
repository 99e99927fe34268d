import { isInFlight, type Member, type Rollout } from "./rollout";
import { classifyStatus } from "./status";

/** Members that count towards max_failures: failed, refused, or not seen to come back. Pure. */
export function failureCount(rollout: Rollout): number {
  return rollout.failures + rollout.members.filter(isUnsuccessful).length;
}

export function isUnsuccessful({ target, phase }: Member): boolean {
  if (phase.kind !== "finished") return false;
  const { result, status, leftAt } = phase.record;
  if (result === "success" || result === "not_started") return false;
  // An earlier run's call that nothing more can be learned about says nothing against sending the others.
  const unprovable = target.verb === "verify" && result === "unknown" && leftAt === "";
  return !(unprovable && classifyStatus(status) === "ready");
}

/** Whether a member may be down because of us although nobody watches it any more: its end was not seen. Pure. */
export function mayBeDown({ phase }: Member): boolean {
  return phase.kind === "finished" && phase.record.result === "unknown";
}

/** How many may be down because of us now: on their way, or finished without their end being seen. Pure. */
export function downCount(rollout: Rollout): number {
  const current = rollout.members.filter((member) => isInFlight(member) || mayBeDown(member));
  return rollout.lingering.length + current.length;
}
