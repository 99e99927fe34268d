import type { Action, BatchAnswer, Instance, InstanceId } from "../domain/instance";

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
