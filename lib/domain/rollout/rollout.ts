import type { Ending } from "./ending";
import type { Amount } from "../amount";
import type { InstanceId } from "../instance";
import type { ActionRecord } from "../action-record";
import { resumeWatch } from "./resume-watch";
import type { Since } from "../ledger/since";
import type { Planned } from "../ledger/waves";
import { isRecorded, type Watch, type WatchRules } from "./watch";

/**
 * A rollout: all waves of one run. `nextStep` (step) decides; looks, sends and closings take in the events, and the loop (lib/rollout) only
 * obeys.
 *
 *  1. Begin a wave: look at the fleet; an instance that is already as desired is done, one that the service would refuse is not started,
 *     one in transition is waited for.
 *  2. Send the others as batches of at most 50, each once, and never on an old look. A batch refused for one instance is split and its
 *     halves go on. A batch that the service is too busy for is sent again later.
 *  3. Look until each member is proven, has failed, or its time is over; then look once more, ask for the service's own records of
 *     the members that looks alone do not prove, and conclude.
 *  4. Pause, next wave; or stop when failures exceed the budget, too many may still be down, the run's deadline passes, the service can no
 *     longer be used, or a stop is asked for.
 *
 * Invariants (tests cite them):
 *  R1  No two waves overlap: a wave begins when every earlier member is finished. Not more than maxUnavailable members are
 *      down because of us: on their way, or finished as `unknown` or on their way and not seen to rest since.
 *  R2  A member is sent at most once, unless the service refused it or nothing of the request left this machine.
 *  R3  A call whose fate is unknown is looked up, never sent again.
 *  R4  Every run ends by its deadline, every member by readyTimeoutMs after its call (unsent: after its wave began); each of
 *      them may be late by the one call that is on its way, and a member by the service's records of it.
 *  R5  Every member has a record, regardless of how the run ends. A member that was sent is never `not_started`.
 *  R6  No later wave begins once more than maxFailures members were unsuccessful.
 *  R7  Two members do not count as unsuccessful: one whose status prevented its call (it is `not_started`), and one that was in ERROR
 *      before its action and is in ERROR after it, if the service accepted its call or refused it for this instance by itself. Neither is
 *      a reason against acting on the others. A call that the service has not answered is one: the service itself may be broken.
 */
export interface Rollout {
  readonly settings: RolloutSettings;
  /** Every wave as planned, each member in its first phase. */
  readonly waves: readonly (readonly Member[])[];
  /** Current wave, from 1; 0 before the first. */
  readonly wave: number;
  /** Members of the current wave, in planned order; empty between waves. */
  readonly members: readonly Member[];
  /** Position of each id in `members`. */
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
  /** Time of the next look at the earliest. */
  readonly nextLookMs: number;
  /** Time between looks; grows from `firstLookMs` to the poll interval after each call. */
  readonly lookEveryMs: number;
  /** End of the last look, answered or not; 0 before the first. */
  readonly lookEndedMs: number;
  /** End of the last look that was answered; 0 before the first. */
  readonly seenMs: number;
  /** Failure of the last look as a clause; empty if it was answered. */
  readonly lookTrouble: string;
  /** The instances that the last answered look could not read, and why. */
  readonly unread: ReadonlyMap<InstanceId, Unread>;
  /** Time of the next call at the earliest: the pause between waves, or the wait that the service asked for. */
  readonly holdUntilMs: number;
  /** Tries in a row that ended without effect. */
  readonly tries: number;
  /** The time up to which all actions on an instance are known. */
  readonly since: Since;
  /** Whether the service's own records may be asked for; `false` once it has refused to tell them. */
  readonly asksTasks: boolean;
  /** Set if the run must end early; no more calls are sent. */
  readonly ending: Ending | undefined;
}

export interface Lingering {
  readonly id: InstanceId;
  /**
   * The service records a task as under way, perhaps the restart, and no look saw the instance leave RUNNING. So RUNNING does not say that
   * it is back.
   */
  readonly isYetToLeave: boolean;
}

/** A rollout as it is declared: an amount may be a share of the instances. */
export interface DeclaredRollout {
  readonly maxUnavailable: Amount;
  /** Size of a first, smaller wave; 0 without one. */
  readonly canary: number;
  readonly maxFailures: Amount;
  readonly pauseBetweenMs: number;
  readonly minReadyMs: number;
}

export interface RolloutSettings {
  /** Highest number of members down at once because of us, at least 1. */
  readonly maxUnavailable: number;
  readonly readyTimeoutMs: number;
  readonly minReadyMs: number;
  readonly pauseBetweenMs: number;
  /** The run ends if more members than this are unsuccessful. */
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
  /** Needs a look before it is sent. `refusal`: the service's answer when it was last sent. */
  | { readonly kind: "waiting"; readonly status: string; readonly refusal: Refusal | undefined }
  /** In a batch that is ready to be sent. */
  | { readonly kind: "queued"; readonly status: string; readonly refusal: Refusal | undefined }
  /** The request is on its way, without an answer so far. */
  | { readonly kind: "sending"; readonly watch: Watch }
  | { readonly kind: "watching"; readonly watch: Watch; readonly answer: ServiceWord }
  | FinishedPhase;

interface FinishedPhase {
  readonly kind: "finished";
  readonly record: ActionRecord;
  /** See `Lingering`. */
  readonly isYetToLeave: boolean;
  /** Its time was over, and the service had neither accepted its call nor refused it for this instance by itself (R7). */
  readonly isUnanswered: boolean;
}

export type OpenPhase = Exclude<Phase, { kind: "finished" }>;

/** The service's own words, for the record. */
export interface ServiceWord {
  readonly errorCode: string;
  readonly message: string;
  readonly requestId: string;
}

/** Why one instance could not be read: a clause, with the service's words. */
export interface Unread {
  readonly trouble: string;
  readonly errorCode: string;
  readonly message: string;
}

export interface Refusal extends ServiceWord {
  readonly reason: string;
  /** The service refused the call for this instance by itself; else it refused every call, or the call did not reach it. */
  readonly isOwn: boolean;
  /** Time of the refused call; `undefined` if it did not leave this machine. */
  readonly submittedAtMs: number | undefined;
}

export const noWord: ServiceWord = { errorCode: "", message: "", requestId: "" };

/** Time from a call to the first look, so that a short restart is not missed. */
const firstLookMs = 500;
/** Shortest time between two looks, also with a shorter poll interval. */
const shortestLookMs = 10;

/** The time between looks after a call. */
export function quickLookMs(settings: RolloutSettings): number {
  return Math.max(shortestLookMs, Math.min(firstLookMs, settings.pollIntervalMs));
}

/**
 * The shortest documented restart takes 75 to 80 seconds: no restart comes and goes within a break shorter than this. (OTC user manual.)
 */
const blindAfterMs = 60_000;
/**
 * Longest time between looks until the restart is seen, also with a longer poll interval: a restart whose beginning was not seen cannot be
 * proven.
 */
const longestLookUntilLeftMs = 30_000;

/** The rules by which members are watched. With a long poll interval, RUNNING may last over longer breaks. */
export function watchRules({ minReadyMs, pollIntervalMs }: RolloutSettings): WatchRules {
  return { minReadyMs, blindAfterMs, unbrokenMs: Math.max(blindAfterMs, 3 * pollIntervalMs) };
}

/** The longest time between two looks at these members. */
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
 * earlier runs, for the `verify` members.
 */
export function createRollout(
  planned: readonly Planned[],
  settings: RolloutSettings,
  prior: ReadonlyMap<InstanceId, ActionRecord>,
  statuses: ReadonlyMap<InstanceId, string>,
  since: Since = new Map(),
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
    since,
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

/** Whether a member is sent and not finished: it counts as down because of us. */
export function isInFlight({ phase }: Member): boolean {
  return phase.kind === "sending" || phase.kind === "watching";
}

/** The time at which a member's time is over. */
export function deadlineOf(rollout: Rollout, { target, phase }: Member): number {
  const { waveBeganMs, settings } = rollout;
  if (phase.kind !== "sending" && phase.kind !== "watching") return waveBeganMs + settings.readyTimeoutMs;
  const { submittedAtMs, leftAtMs } = phase.watch;
  if (target.verb !== "verify") return submittedAtMs + settings.readyTimeoutMs;
  // The effect of an earlier run's call would show by now. A visible effect is watched to its end.
  const hasShown = leftAtMs !== undefined || isRecorded(phase.watch);
  const sinceMs = hasShown ? waveBeganMs : Math.min(submittedAtMs, waveBeganMs);
  return sinceMs + settings.readyTimeoutMs;
}
