import type { CallFailureCode, Fate } from "../domain/call-failure";
import type { HeldCalls } from "../domain/call-kind";
import type { Action, BatchAnswer, BatchItem, Engine, Instance, InstanceId } from "../domain/instance";
import type { ActionRecord } from "../domain/action-record";
import type { Task } from "../domain/task";

/**
 * The service, as a rollout needs it. Every method rejects with a `CallFailure` (domain/call-failure) when the call did not
 * end well; `signal` ends a call early with code `interrupted`.
 */
export interface InstanceApi {
  /**
   * Every instance of the project, failed creations included, in no particular order, as of after the question. One look; pages are
   * the port's affair. `patienceMs`: the look may begin so much later, to be one with the looks of other runs. @default 0
   */
  list(signal: AbortSignal, options?: { readonly patienceMs?: number }): Promise<readonly Instance[]>;
  /**
   * A run begins: the port is told, and tells of each time for which the service has asked all calls to wait, of one that is
   * on at once. Answers how to end that. A port without it has one run at a time, and tells nothing.
   */
  beginRun?(onHeld: (untilMs: number, calls: HeldCalls) => void): () => void;
  /** One instance; `undefined` when the service says that it does not exist. */
  get(id: InstanceId, signal: AbortSignal): Promise<Instance | undefined>;
  /**
   * The service's own records of what was done with the instance: of tasks that began at `sinceMs`, by its clock, or later; earlier
   * ones may be among them. One listing of at most 100.
   */
  tasks(id: InstanceId, sinceMs: number, signal: AbortSignal): Promise<readonly Task[]>;
  /** The service's clock now, as far as its answers have told it; to the second and never ahead of it. */
  serviceNow(): number | undefined;
  /** Sends one batch call, exactly once. `ids`: 1 to 50, each once. */
  act(action: Action, ids: readonly InstanceId[], options: ActOptions, signal: AbortSignal): Promise<BatchAnswer>;
}

export interface ActOptions {
  readonly forceDelete: boolean;
  /** A port that has a call wait for others does not send it any more once this has aborted. */
  readonly stop?: AbortSignal;
  /** Told when the call leaves, after a login and the wait for others. Of several times the last one counts. */
  readonly onLeaving?: () => void;
}

/** The service, as a purge needs it. Every method rejects with a `CallFailure`, as those of `InstanceApi`. */
export interface PurgeApi extends Pick<InstanceApi, "get"> {
  listFiltered(
    filter: { readonly engine: Engine; readonly includeFailed: true },
    signal: AbortSignal,
  ): Promise<readonly Instance[]>;
  /** Sends one purge call, exactly once. */
  purgeFailed(engine: Engine, signal: AbortSignal): Promise<BatchAnswer>;
}

/** Time, so that tests can be in charge of it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** How every member would be recorded if the process ended now; costs as much as there are members. */
export type Records = () => ReadonlyMap<InstanceId, ActionRecord>;

/**
 * What a rollout tells while it runs. A port that keeps `records` must have kept them when the call resolves: what was seen may
 * not show again. `sending` comes before its call is made.
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
  /** First seen to have left the status they had before their call: evidence that may not show again. */
  | { readonly kind: "left"; readonly ids: readonly InstanceId[]; readonly records: Records }
  | { readonly kind: "finished"; readonly finished: readonly ActionRecord[]; readonly records: Records };

/** Resolves with why the records are not kept, where that must be: then the call of `sending` is not made. */
type Progress = (event: ProgressEvent) => Promise<string | undefined> | void;

export interface RolloutPorts {
  readonly api: InstanceApi;
  readonly clock: Clock;
  readonly progress: Progress;
}
