import type { InstanceId } from "../instance";
import type { ActionRecord } from "../action-record";
import type { Member, OpenPhase, Phase, Rollout } from "./rollout";
import { isYetToLeave, type Watch } from "./watch";

// How events change members of the current wave. Finished members stay as they are. All pure.

/** Changes every open member. */
export function changeOpen(rollout: Rollout, change: (member: Member, phase: OpenPhase) => Phase): readonly Member[] {
  return rollout.members.map((member) => changed(member, change));
}

/** Changes the open members of `ids`. Its cost is a copy of the wave and grows with the number of ids. */
export function changeIds(
  rollout: Rollout,
  ids: readonly InstanceId[],
  change: (member: Member, phase: OpenPhase) => Phase,
): readonly Member[] {
  const members = rollout.members.slice();
  for (const id of ids) {
    const position = rollout.positions.get(id);
    const member = position === undefined ? undefined : members[position];
    if (position !== undefined && member !== undefined) members[position] = changed(member, change);
  }
  return members;
}

function changed(member: Member, change: (member: Member, phase: OpenPhase) => Phase): Member {
  if (member.phase.kind === "finished") return member;
  const phase = change(member, member.phase);
  return phase === member.phase ? member : { ...member, phase };
}

/** The end of a member. `open`: the phase that its time has ended; absent if the service, or a look, has. */
export function finishedPhase(record: ActionRecord, open?: OpenPhase): Phase {
  const watch = open && watchOf(open);
  return {
    kind: "finished",
    record,
    isYetToLeave: watch !== undefined && isYetToLeave(watch),
    isUnanswered: open !== undefined && !record.accepted && !isRefusedItself(open),
  };
}

function isRefusedItself(phase: OpenPhase): boolean {
  return (phase.kind === "waiting" || phase.kind === "queued") && phase.refusal?.isOwn === true;
}

export function watchOf(phase: Phase): Watch | undefined {
  return phase.kind === "sending" || phase.kind === "watching" ? phase.watch : undefined;
}

export function statusOf(phase: OpenPhase): string {
  return phase.kind === "sending" || phase.kind === "watching" ? phase.watch.status : phase.status;
}

/** Records of the members that are finished in `after` and were open in `before`, the rollout one event earlier. */
export function newlyFinished(before: Rollout, after: Rollout): readonly ActionRecord[] {
  const open = (index: number): boolean => before.members[index]?.phase.kind !== "finished";
  if (after.finished.length > before.finished.length) {
    return after.finished.slice(before.finished.length).filter((_, index) => open(index));
  }
  return after.members.flatMap(({ phase }, index) => (phase.kind === "finished" && open(index) ? [phase.record] : []));
}

/** Ids of the open members that were first seen to leave their status between `before` and `after`, one event later. */
export function newlyLeft(before: Rollout, after: Rollout): readonly InstanceId[] {
  return after.members.flatMap(({ target, phase }, index) => {
    const earlier = before.members[index];
    if (earlier === undefined || watchOf(phase)?.leftAtMs === undefined) return [];
    return watchOf(earlier.phase)?.leftAtMs === undefined ? [target.id] : [];
  });
}
