import type { CallFailureCode, Fate } from "../domain/call-failure";
import type { Action, BatchAnswer, BatchItem, Instance, InstanceId } from "../domain/instance";
import type { ActionRecord } from "../domain/record";

/**
 * The service, as a rollout needs it. Every method rejects with a `CallFailure` (domain/call-failure) when the call did not
 * end well; `signal` ends a call early with code `interrupted`.
 */
export interface InstanceApi {
  /** Every instance of the project, failed creations included, in no particular order. One look; pages are the port's affair. */
  list(signal: AbortSignal): Promise<readonly Instance[]>;
  /** One instance; `undefined` when the service says that it does not exist. */
  get(id: InstanceId, signal: AbortSignal): Promise<Instance | undefined>;
  /** Sends one batch call, exactly once. `ids`: 1 to 50, each once. */
  act(
    action: Action,
    ids: readonly InstanceId[],
    options: { readonly forceDelete: boolean },
    signal: AbortSignal,
  ): Promise<BatchAnswer>;
}

/** Time, so that tests can be in charge of it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** What a rollout tells while it runs. `records`: how every member would be recorded if the process ended now. */
export type ProgressEvent =
  | { readonly kind: "wave"; readonly wave: number; readonly of: number; readonly members: number }
  /** Comes before the call is made; whoever keeps `records` must have kept them when this returns. */
  | {
      readonly kind: "sending";
      readonly action: Action;
      readonly ids: readonly InstanceId[];
      readonly records: ReadonlyMap<InstanceId, ActionRecord>;
    }
  | { readonly kind: "answered"; readonly action: Action; readonly items: readonly BatchItem[] }
  | {
      readonly kind: "call-failed";
      readonly action: Action;
      readonly ids: readonly InstanceId[];
      readonly code: CallFailureCode;
      readonly fate: Fate;
      readonly message: string;
    }
  | { readonly kind: "look-failed"; readonly message: string }
  | {
      readonly kind: "finished";
      readonly finished: readonly ActionRecord[];
      readonly records: ReadonlyMap<InstanceId, ActionRecord>;
    };

export type Progress = (event: ProgressEvent) => void;
