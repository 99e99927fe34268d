import type { InstanceId } from "../../../lib/domain/instance";
import type { Planned } from "../../../lib/domain/ledger/waves";
import { waveBegun } from "../../../lib/domain/rollout/closings";
import {
  createRollout,
  noWord,
  type Phase,
  type Rollout,
  type RolloutSettings,
} from "../../../lib/domain/rollout/rollout";
import { startWatch, type Watch } from "../../../lib/domain/rollout/watch";
import { planned, usualSettings } from "./run";
import { recordOf } from "./records";

/** When the waves of these rollouts begin, and when their calls leave. */
export const beganMs = Date.parse("2026-01-01T00:00:00.000Z");

/** A member of a wave: its phase, and its target where that is not a restart. */
export interface InPhase {
  readonly phase: Phase;
  readonly target?: Partial<Planned>;
}

/** A rollout in its only wave, whose members are in these phases. */
export function inPhases(
  members: Readonly<Record<InstanceId, InPhase>>,
  { settings, ...more }: Partial<Omit<Rollout, "settings">> & { readonly settings?: Partial<RolloutSettings> } = {},
): Rollout {
  const targets = Object.entries(members).map(([id, { target }]) => planned(id, target));
  const rules = { ...usualSettings, runDeadlineMs: beganMs + usualSettings.runTimeoutMs, ...settings };
  const rollout = waveBegun(createRollout(targets, rules, new Map(), new Map()), beganMs);
  return {
    ...rollout,
    members: rollout.members.map(({ target }) => ({ target, phase: members[target.id]!.phase })),
    ...more,
  };
}

/** A watch of a restart that was called for when the wave began. */
export function watchOf(more: Partial<Watch> = {}): Watch {
  const {
    action = "restart",
    acceptance = "accepted",
    before = "RUNNING",
    submittedAtMs = beganMs,
    calledAtMs = 0,
  } = more;
  return { ...startWatch({ action, acceptance, before, submittedAtMs, calledAtMs }), ...more };
}

export const waiting = (status: string, refusal?: Extract<Phase, { kind: "waiting" }>["refusal"]): Phase => {
  return { kind: "waiting", status, refusal };
};
export const queued = (status: string): Phase => ({ kind: "queued", status, refusal: undefined });
export const sendingPhase = (watch: Partial<Watch> = {}): Phase => ({ kind: "sending", watch: watchOf(watch) });
export const watching = (watch: Partial<Watch> = {}, answer: Partial<typeof noWord> = {}): Phase => {
  return { kind: "watching", watch: watchOf(watch), answer: { ...noWord, ...answer } };
};
export const finished = (
  record: Parameters<typeof recordOf>[0] = {},
  { isYetToLeave = false, isUnanswered = false } = {},
): Phase => ({ kind: "finished", record: recordOf(record), isYetToLeave, isUnanswered });
