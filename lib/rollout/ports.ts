import type { CallFailureCode, Fate, HeldCalls } from "../domain/call-failure";
import type { Action, BatchAnswer, BatchItem, Engine, Instance, InstanceId } from "../domain/instance";
import type { ActionRecord } from "../domain/action-record";
import type { Task } from "../domain/task";

/**
 * The service, as a rollout needs it. Every method rejects with a `CallFailure` (domain/call-failure) if the call fails; `signal` ends a
 * call early with code `interrupted`.
 */
export interface InstanceApi {
  /**
   * Every instance of the project, failed creations included, in any order, read after the question. One look; the port reads its pages.
   * `patienceMs`: how much later the look may begin, so that runs share it. @default 0
   */
  list(signal: AbortSignal, options?: { readonly patienceMs?: number }): Promise<readonly Instance[]>;
  /**
   * Tells the port that a run begins. The port calls `onHeld` for each time until which the service asks all calls to wait, at once for a
   * wait that is on. Answers a function that ends this. A port without this method has one run at a time.
   */
  beginRun?(onHeld: (untilMs: number, calls: HeldCalls) => void): () => void;
  /** One instance; `undefined` when the service says that it does not exist. */
  get(id: InstanceId, signal: AbortSignal): Promise<Instance | undefined>;
  /**
   * The service's own records of the instance's tasks that began at `sinceMs` by its clock or later; earlier ones may be among them. One
   * listing of at most 100.
   */
  tasks(id: InstanceId, sinceMs: number, signal: AbortSignal): Promise<readonly Task[]>;
  /** The service's clock now, as its answers tell it; to the second and never ahead of it. */
  serviceNow(): number | undefined;
  /** Sends one batch call, exactly once. `ids`: 1 to 50, each once. */
  act(action: Action, ids: readonly InstanceId[], options: ActOptions, signal: AbortSignal): Promise<BatchAnswer>;
}

interface ActOptions {
  readonly forceDelete: boolean;
  /** A port that lets a call wait for others does not send it once this has aborted. */
  readonly stop?: AbortSignal;
  /**
   * Called when the call leaves, after a login and the wait for others. The last time counts. It throws a `CallFailure` of fate `not-sent`
   * if the call may no longer leave; the call then fails with that.
   */
  readonly onLeaving?: () => void;
}

/** The service, as a purge needs it. Every method rejects with a `CallFailure`, like those of `InstanceApi`. */
export interface PurgeApi extends Pick<InstanceApi, "get"> {
  listFiltered(
    filter: { readonly engine: Engine; readonly includeFailed: true },
    signal: AbortSignal,
  ): Promise<readonly Instance[]>;
  /** Sends one purge call, exactly once. */
  purgeFailed(engine: Engine, signal: AbortSignal): Promise<BatchAnswer>;
}

/** The clock, which tests control. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** A record for every member in case the process ends now. The cost grows with the number of members. */
export type Records = () => ReadonlyMap<InstanceId, ActionRecord>;

/**
 * An event of a running rollout. A port that keeps `records` keeps them before the call resolves, because an observation may not show
 * again. `sending` comes before its call.
 */
export type ProgressEvent =
  | { readonly kind: "wave"; readonly wave: number; readonly of: number; readonly members: number }
  | {
      readonly kind: "sending";
      readonly action: Action;
      readonly ids: readonly InstanceId[];
      readonly records: Records;
    }
  | {
      readonly kind: "answered";
      readonly action: Action;
      readonly items: readonly BatchItem[];
      readonly records: Records;
    }
  | {
      readonly kind: "call-failed";
      readonly action: Action;
      readonly ids: readonly InstanceId[];
      readonly code: CallFailureCode;
      readonly fate: Fate;
      readonly message: string;
      readonly records: Records;
    }
  | { readonly kind: "look-failed"; readonly message: string }
  /** The service has asked for fewer calls: these wait until then. */
  | { readonly kind: "held"; readonly untilMs: number; readonly calls: HeldCalls }
  /** The service's own records could not be read; `isFinal`: they are not asked for again in this run. */
  | { readonly kind: "tasks-unread"; readonly message: string; readonly isFinal: boolean }
  /** Instances that have left the status before their call, at the first look that saw it: evidence that may not show again. */
  | { readonly kind: "left"; readonly ids: readonly InstanceId[]; readonly records: Records }
  | { readonly kind: "finished"; readonly finished: readonly ActionRecord[]; readonly records: Records };

/** Resolves with the reason if records that must be kept are not: then the call of `sending` is not made. */
type Progress = (event: ProgressEvent) => Promise<string | undefined> | void;

export interface RolloutPorts {
  readonly api: InstanceApi;
  readonly clock: Clock;
  readonly progress: Progress;
}
