import type { Action, Engine, Instance } from "../domain/instance";
import type { Clock, InstanceApi, PurgeApi } from "../rollout/ports";
import type { LocalMemory } from "./memory";
import type { ProgressLines } from "../rollout/progress-line";
import type { Reservations } from "./reservations";

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
export interface Service extends InstanceApi, PurgeApi {
  readonly apiVersion: string;
  /** Whether the dialect in use offers a batch action for an engine. */
  supports(action: Action, engine: Engine): boolean;
  supportsPurge(engine: Engine): boolean;
  /** Whether the purge call says whose failed creations are meant. */
  purgeNamesEngine(engine: Engine): boolean;
  listFiltered(filter: InstanceFilter, signal: AbortSignal): Promise<readonly Instance[]>;
}

/** A provider whose configuration is known. */
export interface ReadyProvider {
  readonly kind: "ready";
  readonly service: Service;
  readonly clock: Clock;
  readonly pollIntervalMs: number;
  /** Whether the service's own records of tasks count as evidence. */
  readonly readsTasks: boolean;
  readonly newId: () => string;
  readonly memory: LocalMemory;
  readonly reservations: Reservations;
  /** Begins to tell of one run; absent when nobody listens. */
  readonly beginProgress: (() => ProgressLines) | undefined;
}

/** What `configure` makes of a provider configuration. */
export type ProviderData =
  | ReadyProvider
  /** Parts of the configuration are unknown until apply; nothing can be asked of the service. */
  | { readonly kind: "deferred"; readonly memory: LocalMemory };

export function readyData(data: ProviderData | undefined): ReadyProvider | undefined {
  return data?.kind === "ready" ? data : undefined;
}

/** Terraform configures a provider before it plans or applies anything. */
export function configured(data: ProviderData | undefined): ProviderData {
  if (data === undefined) throw new Error("the provider has not been configured");
  return data;
}
