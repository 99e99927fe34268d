import type { Action, Engine, Instance } from "../domain/instance";
import type { Clock, InstanceApi, PurgeApi } from "../rollout/ports";
import type { Diagnostic } from "../framework/diagnostic";
import type { Memory } from "./memory";
import type { Likeness, PlaceSettings } from "./place";
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

interface AnyProvider {
  readonly memory: Memory;
  /** Where another object of the same provider block has its instances, beside this one. */
  readonly compare: (other: PlaceSettings) => Likeness;
}

/** The provider as one object uses it: its configuration, and the place of the object's instances, are known. */
export interface ReadyProvider extends AnyProvider {
  readonly kind: "ready";
  readonly service: Service;
  readonly clock: Clock;
  readonly pollIntervalMs: number;
  /** Whether the service's own records of tasks count as evidence. */
  readonly readsTasks: boolean;
  /** The enterprise project that refreshes and data sources are limited to, and nothing else. */
  readonly enterpriseProjectId: string | undefined;
  readonly newId: () => string;
  readonly reservations: Reservations;
  /** Begins to tell of one run; absent when nobody listens. */
  readonly beginProgress: (() => ProgressLines) | undefined;
}

/** The provider as one object uses it. */
export type ProviderData =
  | ReadyProvider
  /** Where its instances are is unknown until apply; nothing can be asked of the service. */
  | ({ readonly kind: "deferred" } & AnyProvider);

/** What `configure` makes of a provider configuration: the one place that says which connection an object uses. */
export interface Connections {
  /** Sends nothing. Objects of one place share what is answered. */
  at(settings: PlaceSettings): Promise<Located>;
}

export interface Located {
  /** With diagnostics: what can be done all the same, which is to forget. */
  readonly data: ProviderData;
  /** Why the place cannot be used; empty if it can. */
  readonly diagnostics: readonly Diagnostic[];
}

export function readyData(data: ProviderData | undefined): ReadyProvider | undefined {
  return data?.kind === "ready" ? data : undefined;
}

/**
 * The service as a refresh reads it. What a filtered list does not show is read by itself: absence from it proves nothing.
 * `hasOpenCalls`: the journal tells of calls whose end is open, and what is seen may be evidence of it (J6).
 */
export function refreshingService(
  { service, enterpriseProjectId }: ReadyProvider,
  hasOpenCalls: boolean,
): Pick<Service, "list" | "get"> {
  const { list, listFiltered, get } = hasOpenCalls ? service : recently(service);
  if (enterpriseProjectId === undefined) return { list, get };
  return { list: (signal) => listFiltered({ includeFailed: true, enterpriseProjectId }, signal), get };
}

/** Terraform configures a provider before it plans or applies anything. */
export function configured<T>(data: T | undefined): T {
  if (data === undefined) throw new Error("the provider has not been configured");
  return data;
}

/** The provider as an object with these settings uses it. */
export function locate(connections: Connections | undefined, settings: PlaceSettings): Promise<Located> {
  return configured(connections).at(settings);
}
