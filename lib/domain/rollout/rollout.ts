import type { Ending } from "./ending";
import type { InstanceId } from "../instance";
import type { ActionRecord } from "../action-record";
import { resumeWatch } from "./resume-watch";
import type { Planned } from "../ledger/waves";
import { isRecorded, type Watch, type WatchRules } from "./watch";

/**
 * A rollout: all waves of one run. `nextStep` (step) says what to do; looks, sends and
 * closings take in what happened, and the loop (lib/rollout) only obeys.
 *
 *  1. Begin a wave: look at the fleet; who is already as desired is done, who cannot be acted on is not started, who is
 *     in transition is waited for.
 *  2. Send the others as batches of at most 50, each once, and never on the word of an old look. A batch refused for one
 *     instance is split and its halves go on; what the service is too busy for is sent again later.
 *  3. Look until each member is proven, has failed, or its time is over; then look once more, ask for the service's own records of
 *     those that looks alone do not prove, and conclude.
 *  4. Pause, next wave; or stop when failures exceed the budget, too many may still be down, the run's deadline passes, the
 *     service cannot be used any more, or a stop is asked for.
 *
 * Invariants (tests cite them):
 *  R1  No two waves overlap: a wave begins when every earlier member is finished. Not more than maxUnavailable members are
 *      down because of us: on their way, or finished as `unknown` or on their way and not seen to rest since.
 *  R2  A member is sent at most once, unless the service refused it or nothing of the request left this machine.
 *  R3  A call whose fate is unknown is looked up, never sent again.
 *  R4  Every run ends by its deadline, every member by readyTimeoutMs after its call (unsent: after its wave began); each of
 *      them may be late by the one call that is on its way, and a member by the service's records of it.
 *  R5  Whatever ends a run, every member has a record: what was sent is never `not_started`.
 *  R6  When more members were unsuccessful than maxFailures, no later wave begins.
 *  R7  Not unsuccessful is a member whose status kept it from being called (it is `not_started`), and one that was in ERROR before its
 *      restart and is in ERROR after it: neither says anything against acting on the others.
 */
export interface Rollout {
  readonly settings: RolloutSettings;
  /** Every wave as it was planned, each member in its first phase. */
  readonly waves: readonly (readonly Member[])[];
  /** Current wave, from 1; 0 before the first. */
  readonly wave: number;
  /** Members of the current wave, in planned order; empty between waves. */
  readonly members: readonly Member[];
  /** Where in `members` an id is. */
  readonly positions: ReadonlyMap<InstanceId, number>;
  /** Records of the members of ended waves, in planned order. */
  readonly finished: readonly ActionRecord[];
  /** Unsuccessful members of ended waves. */
  readonly failures: number;
  /** Members of ended waves that may still be down because of us. */
  readonly lingering: readonly Lingering[];
  readonly waveBeganMs: number;
  /** Batches of the current wave that are ready to be sent, in planned order. */
  readonly batches: readonly (readonly InstanceId[])[];
  /** No look before this time. */
  readonly nextLookMs: number;
  /** Time between looks; grows from `firstLookMs` to the poll interval after each call. */
  readonly lookEveryMs: number;
  /** When the last look ended, whatever its outcome; 0 before the first. */
  readonly lookEndedMs: number;
  /** When the last look ended that was answered; 0 before the first. */
  readonly seenMs: number;
  /** How the last look failed, a clause; empty when it was answered. */
  readonly lookTrouble: string;
  /** What the last look that was answered could not read, and why. */
  readonly unread: ReadonlyMap<InstanceId, Unread>;
  /** No call is sent before this time: the pause between waves, or what the service asked for. */
  readonly holdUntilMs: number;
  /** Tries in a row that ended without effect. */
  readonly tries: number;
  /** Whether the service's own records may be asked for; not any more once it has refused to tell them. */
  readonly asksTasks: boolean;
  /** Set when the run must end early; nothing is sent any more. */
  readonly ending: Ending | undefined;
}

export interface Lingering {
  readonly id: InstanceId;
  /** The service records something as under way, perhaps its restart, and it was not seen to leave RUNNING: RUNNING does not say that it is back. */
  readonly isYetToLeave: boolean;
}

export interface RolloutSettings {
  /** Most members down at once because of us, at least 1. */
  readonly maxUnavailable: number;
  readonly readyTimeoutMs: number;
  readonly minReadyMs: number;
  readonly pauseBetweenMs: number;
  /** More unsuccessful members than this end the run. */
  readonly maxFailures: number;
  /** Epoch milliseconds. */
  readonly runDeadlineMs: number;
  /** The setting that `runDeadlineMs` comes from, for sentences. @default "timeouts" */
  readonly runTimeSetting?: string;
  readonly pollIntervalMs: number;
  readonly forceDelete: boolean;
  /** Whether the service's own records of tasks count as evidence. */
  readonly readsTasks: boolean;
}

export interface Member {
  readonly target: Planned;
  readonly phase: Phase;
}

export type Phase =
  /** To be looked at before anything is sent. `refusal`: what the service said when it was last sent. */
  | { readonly kind: "waiting"; readonly status: string; readonly refusal: Refusal | undefined }
  /** In a batch that is ready to be sent. */
  | { readonly kind: "queued"; readonly status: string; readonly refusal: Refusal | undefined }
  /** The request is on its way; nothing is known yet. */
  | { readonly kind: "sending"; readonly watch: Watch }
  | { readonly kind: "watching"; readonly watch: Watch; readonly answer: ServiceWord }
  /** `isYetToLeave`: see `Lingering`. */
  | { readonly kind: "finished"; readonly record: ActionRecord; readonly isYetToLeave: boolean };

export type OpenPhase = Exclude<Phase, { kind: "finished" }>;

/** What the service itself said, for the record. */
export interface ServiceWord {
  readonly errorCode: string;
  readonly message: string;
  readonly requestId: string;
}

/** Why one instance could not be read: a clause, with what the service said. */
export interface Unread {
  readonly trouble: string;
  readonly errorCode: string;
  readonly message: string;
}

export interface Refusal extends ServiceWord {
  readonly reason: string;
  /** When the refused call was made; `undefined` when nothing of it left this machine. */
  readonly submittedAtMs: number | undefined;
}

export const noWord: ServiceWord = { errorCode: "", message: "", requestId: "" };

/** How soon the first look of a wave follows its call, so that a short restart is not missed. */
const firstLookMs = 500;
/** However short the poll interval, the service is given this long between two looks. */
const shortestLookMs = 10;

/** The time between looks after a call. Pure. */
export function quickLookMs(settings: RolloutSettings): number {
  return Math.max(shortestLookMs, Math.min(firstLookMs, settings.pollIntervalMs));
}

/** The shortest documented restart takes 75 to 80 seconds: in a shorter break than this, none comes and goes. (OTC user manual.) */
const blindAfterMs = 60_000;
/** However rarely a user wants to poll: a restart that is not seen to begin cannot be proven. */
const longestLookUntilLeftMs = 30_000;

/** How members are watched. A user who polls rarely has longer breaks in mind when RUNNING has to last. Pure. */
export function watchRules({ minReadyMs, pollIntervalMs }: RolloutSettings): WatchRules {
  return { minReadyMs, blindAfterMs, unbrokenMs: Math.max(blindAfterMs, 3 * pollIntervalMs) };
}

/** The longest time between two looks at these members. Pure. */
export function longestLookMs({ pollIntervalMs }: RolloutSettings, members: readonly Member[]): number {
  const awaitsBeginning = members.some(
    ({ target, phase }) =>
      target.action === "restart" &&
      (phase.kind === "sending" || phase.kind === "watching") &&
      phase.watch.leftAtMs === undefined,
  );
  return awaitsBeginning ? Math.min(pollIntervalMs, longestLookUntilLeftMs) : pollIntervalMs;
}

/**
 * A rollout before its first wave. `planned`: in execution order, each id once, waves ascending from 1; `prior`: records of
 * earlier runs, for the `verify` members. Pure.
 */
export function createRollout(
  planned: readonly Planned[],
  settings: RolloutSettings,
  prior: ReadonlyMap<InstanceId, ActionRecord>,
  statuses: ReadonlyMap<InstanceId, string>,
): Rollout {
  const waves: Member[][] = [];
  for (const target of planned) {
    const phase = firstPhase(target, prior.get(target.id), statuses.get(target.id) ?? "");
    while (waves.length < target.wave) waves.push([]);
    waves[target.wave - 1]?.push({ target, phase });
  }
  return {
    settings,
    waves,
    wave: 0,
    members: [],
    positions: new Map(),
    finished: [],
    failures: 0,
    lingering: [],
    waveBeganMs: 0,
    batches: [],
    nextLookMs: 0,
    lookEveryMs: quickLookMs(settings),
    lookEndedMs: 0,
    seenMs: 0,
    lookTrouble: "",
    unread: new Map(),
    holdUntilMs: 0,
    tries: 0,
    asksTasks: settings.readsTasks,
    ending: undefined,
  };
}

function firstPhase(target: Planned, record: ActionRecord | undefined, status: string): Phase {
  if (target.verb !== "verify") return { kind: "waiting", status, refusal: undefined };
  const { errorCode, message, requestId } = record ?? noWord;
  return { kind: "watching", watch: resumeWatch(target.action, record), answer: { errorCode, message, requestId } };
}

export function isOpen(member: Member): boolean {
  return member.phase.kind !== "finished";
}

/** Sent and not yet finished: down because of us, as far as is known. */
export function isInFlight({ phase }: Member): boolean {
  return phase.kind === "sending" || phase.kind === "watching";
}

/** When a member's time is over. */
export function deadlineOf(rollout: Rollout, { target, phase }: Member): number {
  const { waveBeganMs, settings } = rollout;
  if (phase.kind !== "sending" && phase.kind !== "watching") return waveBeganMs + settings.readyTimeoutMs;
  const { submittedAtMs, leftAtMs } = phase.watch;
  if (target.verb !== "verify") return submittedAtMs + settings.readyTimeoutMs;
  // The effect of a call of an earlier run should have shown by now; one that shows is watched to its end.
  const hasShown = leftAtMs !== undefined || isRecorded(phase.watch);
  const sinceMs = hasShown ? waveBeganMs : Math.min(submittedAtMs, waveBeganMs);
  return sinceMs + settings.readyTimeoutMs;
}
