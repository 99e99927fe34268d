import type { ProjectKey } from "../../domain/connection/project";
import type { Action, Engine, Instance } from "../../domain/instance";
import type { LongWait } from "../../client/retries/long-waits";
import type { Clock, InstanceApi, PurgeApi } from "../../rollout/ports";
import type { Diagnostic } from "../../framework/values/diagnostic";
import type { Memory } from "../runs/memory";
import type { Likeness, PlaceSettings } from "../place";
import type { ProgressLines } from "../../rollout/progress-line";
import type { Reservations } from "../runs/reservations";
import { inPlace } from "../messages/sentence";

/** Filters of a listing; an absent one does not filter. */
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
  /** Whether the purge call names the engine. */
  purgeNamesEngine(engine: Engine): boolean;
  /** A read that waited long because the service asked for fewer calls; once for the whole process. */
  takeLongWait?(): LongWait | undefined;
  /**
   * The list call of `InstanceApi`. With `accepts`, a listing that began up to two seconds ago is enough if `accepts` agrees, for questions
   * on which no call depends (rules J4–J6, `domain/sharing/shared-looks`).
   */
  list(signal: AbortSignal, question?: Question): Promise<readonly Instance[]>;
  /** The same for the instances that pass a filter. */
  listFiltered(filter: InstanceFilter, signal: AbortSignal, question?: Question): Promise<readonly Instance[]>;
}

interface Question {
  /** @default no listing is enough that began before the question */
  readonly accepts?: Accepts;
  /** How much later the listing may begin, so that several questions share it. @default 0 */
  readonly patienceMs?: number;
}

/** Whether a recent listing answers a question. */
type Accepts = (listed: readonly Instance[]) => boolean;

/**
 * The service for reads that no call depends on.
 * @param accepts whether a recent listing is enough. @default every listing that began up to two seconds ago
 */
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
  /** Compares the place of another object of the same provider block with this one's. */
  readonly compare: (other: PlaceSettings) => Likeness;
}

/** The provider for one object whose configuration and place are known. */
export interface ReadyProvider extends AnyProvider {
  readonly kind: "ready";
  readonly project: ProjectKey;
  readonly service: Service;
  readonly clock: Clock;
  readonly pollIntervalMs: number;
  /** Whether the service's own records of tasks count as evidence. */
  readonly readsTasks: boolean;
  /** The enterprise project to which only refreshes and data sources are limited. */
  readonly enterpriseProjectId: string | undefined;
  readonly newId: () => string;
  readonly reservations: Reservations;
  /** Begins the progress lines of one run; absent if no program follows it. */
  readonly beginProgress: (() => ProgressLines) | undefined;
}

/** The provider for one object. */
export type ProviderData =
  | ReadyProvider
  /** The place is unknown until apply, so the service cannot be asked. */
  | ({ readonly kind: "deferred" } & AnyProvider);

/** The result of `configure`. Every object gets its connection from here. */
export interface Connections {
  /** Sends no request. Objects of one place share the answer. */
  at(settings: PlaceSettings): Promise<Located>;
}

export interface Located {
  /** With diagnostics: the data that is enough to forget the instances. */
  readonly data: ProviderData;
  /** Why the place cannot be used; empty if it can. */
  readonly diagnostics: readonly Diagnostic[];
}

export function readyData(data: ProviderData | undefined): ReadyProvider | undefined {
  return data?.kind === "ready" ? data : undefined;
}

/**
 * The service as a refresh reads it. An instance that a filtered list does not show is read by itself: absence from that list proves
 * nothing. `hasOpenCalls`: the journal has calls whose end is open, and a look may be evidence of it (J6).
 */
export function refreshingService(
  { service, enterpriseProjectId }: ReadyProvider,
  hasOpenCalls: boolean,
): Pick<Service, "list" | "get"> {
  const { list, listFiltered, get } = hasOpenCalls ? service : recently(service);
  if (enterpriseProjectId === undefined) return { list, get };
  return { list: (signal) => listFiltered({ includeFailed: true, enterpriseProjectId }, signal), get };
}

/** The data of a configured provider: Terraform configures a provider before it plans or applies. */
export function configured<T>(data: T | undefined): T {
  if (data === undefined) throw new Error("the provider has not been configured");
  return data;
}

/** The provider for an object with these settings. */
export function locate(connections: Connections | undefined, settings: PlaceSettings): Promise<Located> {
  return configured(connections).at(settings);
}

interface Refreshed<State> {
  readonly state: State | undefined;
  readonly diagnostics?: readonly Diagnostic[];
}

/**
 * Refreshes an object through the service of its own place, which the diagnostics name. The state stays unchanged if no provider can be
 * asked yet.
 */
export async function refreshInPlace<State extends PlaceSettings, Answer extends Refreshed<State>>(
  state: State,
  provider: Connections | undefined,
  refresh: (ready: ReadyProvider) => Promise<Answer>,
): Promise<Answer | Refreshed<State>> {
  if (provider === undefined) return { state };
  const { data, diagnostics } = await locate(provider, state);
  if (diagnostics.length > 0) return { state, diagnostics: inPlace(diagnostics, state) };
  const ready = readyData(data);
  if (ready === undefined) return { state };
  const answer = await refresh(ready);
  return { ...answer, diagnostics: inPlace(answer.diagnostics ?? [], state) };
}
