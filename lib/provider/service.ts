import type { Action, Engine, Instance } from "../domain/instance";
import type { Clock, InstanceApi, PurgeApi } from "../rollout/ports";
import type { LocalMemory } from "./memory";
import type { ProgressLines } from "./progress-line";
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
  /**
   * As `InstanceApi` has it. With `accepts`, a listing that began up to two seconds ago will do if `accepts` says so of it, for
   * questions on which no call hangs (rules J4–J6, `domain/shared-looks`).
   */
  list(signal: AbortSignal, question?: Question): Promise<readonly Instance[]>;
  /** The same, of the instances that pass a filter. */
  listFiltered(filter: InstanceFilter, signal: AbortSignal, question?: Question): Promise<readonly Instance[]>;
}

interface Question {
  readonly accepts?: Accepts;
  readonly patienceMs?: number;
}

/** Whether a listing that is not quite new answers a question. */
type Accepts = (listed: readonly Instance[]) => boolean;

/** The service for reading what no call hangs on. @param accepts @default every listing that began up to two seconds ago */
export function recently(
  service: Service,
  accepts: Accepts = () => true,
): Pick<Service, "list" | "listFiltered" | "get"> {
  return {
    list: (signal) => service.list(signal, { accepts }),
    listFiltered: (filter, signal) => service.listFiltered(filter, signal, { accepts }),
    get: (id, signal) => service.get(id, signal),
  };
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
