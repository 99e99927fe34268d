import type { Action, InstanceId } from "./instance";
import type { ActionRecord } from "./record";
import { classifyStatus } from "./status";
import type { Planned } from "./waves";
import type { Watch } from "./watch";

/**
 * A rollout: all waves of one run. `nextStep` (rollout-step) says what to do, `rollout-events` takes in what happened, and
 * the loop (lib/rollout) only obeys.
 *
 *  1. Begin a wave: look at the fleet; who is already as desired is done, who cannot be acted on is refused, who is in
 *     transition is waited for.
 *  2. Send the others as batches of at most 50, each once. A batch refused for one instance is split and its halves go on.
 *  3. Look until each member is proven, has failed, or the wave's deadline passes.
 *  4. Pause, next wave; or stop when failures exceed the budget, the run's deadline passes or a stop is asked for.
 *
 * Invariants (tests cite them):
 *  R1  No instance is in flight in two waves at once: a wave begins when every earlier member is finished.
 *  R2  A member is sent at most once, unless the service refused it or nothing of the request left this machine.
 *  R3  A call whose fate is unknown is looked up, never sent again.
 *  R4  Every run ends by its deadline, and every wave by its own.
 *  R5  Whatever ends a run, every member has a record: what was sent is never `not_started`.
 *  R6  When more members failed than maxFailures, no later wave begins.
 */
export interface Rollout {
  readonly settings: RolloutSettings;
  readonly members: readonly Member[];
  /** Current wave, from 1; 0 before the first. */
  readonly wave: number;
  readonly waveCount: number;
  readonly waveDeadlineMs: number;
  /** Batches of the current wave that are ready to be sent, in order. */
  readonly batches: readonly (readonly InstanceId[])[];
  /** No look before this time, and none needed when a look is due at `undefined`. */
  readonly nextLookMs: number;
  /** Time between looks; grows from `firstLookMs` to `pollIntervalMs` in each wave. */
  readonly lookEveryMs: number;
  /** No call is sent before this time: the pause between waves, or what the service asked for. */
  readonly holdUntilMs: number;
  /** Tries of the batch at the front that ended without effect. */
  readonly tries: number;
  /** Set when the run must end early; later waves do not begin. */
  readonly ending: Ending | undefined;
}

export type Ending =
  | { readonly kind: "failures"; readonly failures: number }
  | { readonly kind: "run-deadline" }
  | { readonly kind: "stopped" }
  /** The service cannot be used any more (credentials refused, or unreachable before anything was sent). */
  | { readonly kind: "service"; readonly reason: string; readonly errorCode: string; readonly message: string };

export interface RolloutSettings {
  readonly readyTimeoutMs: number;
  readonly minReadyMs: number;
  readonly pauseBetweenMs: number;
  /** More failed members than this end the run. */
  readonly maxFailures: number;
  /** Epoch milliseconds. */
  readonly runDeadlineMs: number;
  readonly pollIntervalMs: number;
  readonly forceDelete: boolean;
}

export interface Member {
  readonly target: Planned;
  readonly phase: Phase;
}

export type Phase =
  /** To be looked at before anything is sent. `reason`: why it still waits, once that is known. */
  | { readonly kind: "waiting"; readonly status: string; readonly refusal: Refusal | undefined }
  /** In a batch that is ready to be sent. */
  | { readonly kind: "queued"; readonly status: string }
  /** The request is on its way; nothing is known yet. */
  | { readonly kind: "sending"; readonly watch: Watch }
  | { readonly kind: "watching"; readonly watch: Watch; readonly answer: ServiceWord }
  | { readonly kind: "finished"; readonly record: ActionRecord };

/** What the service itself said, for the record. */
export interface ServiceWord {
  readonly errorCode: string;
  readonly message: string;
  readonly requestId: string;
}

export interface Refusal extends ServiceWord {
  readonly reason: string;
}

export const noWord: ServiceWord = { errorCode: "", message: "", requestId: "" };

/** How soon the first look of a wave follows its call, so that a short restart is not missed. */
export const firstLookMs = 500;

/** Records of earlier runs, for the `verify` members. */
export type PriorRecords = ReadonlyMap<InstanceId, ActionRecord>;

/** A rollout before its first wave. Pure. */
export function createRollout(
  planned: readonly Planned[],
  settings: RolloutSettings,
  prior: PriorRecords,
  statuses: ReadonlyMap<InstanceId, string>,
): Rollout {
  const members = planned.map((target): Member => ({
    target,
    phase:
      target.verb === "verify"
        ? {
            kind: "watching",
            watch: resumeWatch(target.action, prior.get(target.id)),
            answer: wordOf(prior.get(target.id)),
          }
        : { kind: "waiting", status: statuses.get(target.id) ?? "", refusal: undefined },
  }));
  return {
    settings,
    members,
    wave: 0,
    waveCount: planned.reduce((highest, target) => Math.max(highest, target.wave), 0),
    waveDeadlineMs: 0,
    batches: [],
    nextLookMs: 0,
    lookEveryMs: Math.min(firstLookMs, settings.pollIntervalMs),
    holdUntilMs: 0,
    tries: 0,
    ending: undefined,
  };
}

/** Goes on where an earlier run stopped watching. */
function resumeWatch(action: Action, record: ActionRecord | undefined): Watch {
  const status = record?.status ?? "";
  const leftAtMs = Date.parse(record?.leftAt ?? "");
  return {
    action,
    acceptance: record?.accepted === true ? "accepted" : "unknown",
    submittedAtMs: Date.parse(record?.submittedAt ?? "") || 0,
    before: classifyStatus(status) === "faulty" ? status : "RUNNING",
    status,
    leftAtMs: Number.isNaN(leftAtMs) ? undefined : leftAtMs,
    readySinceMs: undefined,
    relapses: 0,
  };
}

function wordOf(record: ActionRecord | undefined): ServiceWord {
  return record === undefined
    ? noWord
    : { errorCode: record.errorCode, message: record.message, requestId: record.requestId };
}

/** Members of the current wave. */
export function currentMembers(rollout: Rollout): readonly Member[] {
  return rollout.members.filter((member) => member.target.wave === rollout.wave);
}

export function isOpen(member: Member): boolean {
  return member.phase.kind !== "finished";
}

/** Members sent and not yet finished: down because of us, as far as is known. */
export function inFlight(rollout: Rollout): readonly Member[] {
  return rollout.members.filter(({ phase }) => phase.kind === "sending" || phase.kind === "watching");
}

/** How many members have failed, refusals included. */
export function failureCount(rollout: Rollout): number {
  return rollout.members.filter(
    ({ phase }) =>
      phase.kind === "finished" && phase.record.result !== "success" && phase.record.result !== "not_started",
  ).length;
}
