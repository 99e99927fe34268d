import type { Adopted } from "../domain/due";
import type { Action, BatchAnswer, Engine, Instance, InstanceId } from "../domain/instance";
import type { ActionRecord } from "../domain/record";
import type { Clock, InstanceApi } from "../rollout/ports";
import type { ProgressLines } from "./progress-line";

/** Filters of a listing; what is absent does not filter. */
export interface InstanceFilter {
  readonly engine?: Engine;
  readonly name?: string;
  readonly exactName?: boolean;
  readonly status?: string;
  readonly includeFailed?: boolean;
  readonly enterpriseProjectId?: string;
}

/** The service as this provider uses it; the client satisfies it. Methods reject with a `CallFailure`. */
export interface Service extends InstanceApi {
  readonly apiVersion: string;
  /** Whether the dialect in use offers a batch action for an engine. */
  supports(action: Action, engine: Engine): boolean;
  supportsPurge(engine: Engine): boolean;
  /** Whether the purge call says whose failed creations are meant. */
  purgeNamesEngine(engine: Engine): boolean;
  listFiltered(filter: InstanceFilter, signal: AbortSignal): Promise<readonly Instance[]>;
  /** Sends one purge call, exactly once. */
  purgeFailed(engine: Engine, signal: AbortSignal): Promise<BatchAnswer>;
}

/** A record with the triggers that were in force, so that a change of triggers afterwards is still seen. */
export interface RunRecord {
  readonly record: ActionRecord;
  readonly triggers: ReadonlyMap<string, string>;
}

/**
 * What runs on this machine did that Terraform may not have saved, because it or the provider was killed.
 * Best effort: no method throws.
 */
export interface RunRecords {
  /** The newest record of each instance. */
  load(): ReadonlyMap<InstanceId, RunRecord>;
  /** Starts the record of one run; `save` is durable when it returns and replaces what the same run saved before. */
  begin(): { save(records: ReadonlyMap<InstanceId, RunRecord>): void };
  /** Drops every record that Terraform's state holds too: one of the same time or newer, with the same triggers. */
  confirm(saved: ReadonlyMap<InstanceId, RunRecord>): void;
}

/** What is known of an instance whose object Terraform replaces. */
export interface ReplacedInstance extends Adopted {
  /** Name, engine and status as last read; `undefined` when never read. */
  readonly observed: Pick<Instance, "name" | "engine" | "status"> | undefined;
}

/**
 * Handed on, on this machine, from the plan of a replacement to its apply: with create_before_destroy, Terraform shows the
 * object that is replaced to the plan only. Best effort: no method throws.
 */
export interface ReplacedInstances {
  load(): ReadonlyMap<InstanceId, ReplacedInstance>;
  keep(instances: ReadonlyMap<InstanceId, ReplacedInstance>): void;
  forget(ids: readonly InstanceId[]): void;
}

/** What `configure` makes of a provider configuration. */
export type ProviderData =
  | {
      readonly kind: "ready";
      readonly service: Service;
      readonly clock: Clock;
      readonly pollIntervalMs: number;
      readonly newId: () => string;
      readonly runRecords: RunRecords;
      readonly replacedInstances: ReplacedInstances;
      /** Begins to tell of one run; absent when nobody listens. */
      readonly beginProgress: (() => ProgressLines) | undefined;
    }
  /** Parts of the configuration are unknown until apply; nothing can be asked of the service. */
  | { readonly kind: "deferred" };

export function readyData(data: ProviderData | undefined): Extract<ProviderData, { kind: "ready" }> | undefined {
  return data?.kind === "ready" ? data : undefined;
}
