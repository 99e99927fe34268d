import type { ResolvedClientConfig } from "../../client/config/resolve-client-config";
import { variableOf } from "../../domain/environment";
import { isLoopback } from "../../domain/connection/loopback";
import { projectKey } from "../../domain/connection/project";
import type { Diagnostic } from "../../framework/values/diagnostic";
import type { Log } from "../../framework/resource";
import { isWhollyKnown } from "../../framework/values/value";
import type { Clock } from "../../rollout/ports";
import { connect, type ProviderConfig, resolveConnection, type Surroundings } from "./connection";
import type { JournalStore, Memory, RememberedPlace } from "../runs/memory";
import { localRecordsRefused, regionWithoutEffect } from "../messages";
import {
  compareSettings,
  type DefaultPlace,
  type Place,
  type PlaceSettings,
  placeSettingsOf,
  providersPlace,
  unknownPlace,
} from "../place";
import type { ProgressLines } from "../../rollout/progress-line";
import { createReservations } from "../runs/reservations";
import type { Connections, Located, ProviderData, ReadyProvider } from "./service";
import { shareService } from "./shared-service";

/** The parts of the process that the provider uses. */
export interface ConnectionDependencies extends Surroundings {
  readonly clock: Clock;
  readonly newId: () => string;
  /** The memory of a place. While parts of the place are unknown, the memory of every place that it may be. */
  readonly memoryOf: (place: RememberedPlace, store?: JournalStore) => Memory;
  /** Begins the progress lines of one run, for a program that follows it. @default no progress lines */
  readonly beginProgress?: (() => ProgressLines) | undefined;
}

interface Configured {
  readonly data: Connections | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The connections of one provider block. A configuration with unknown parts is not an error: objects then use the service only at apply. A
 * block without a project is not an error either, if every object names one.
 */
export async function createConnections(
  config: ProviderConfig,
  dependencies: ConnectionDependencies,
  log: Log,
): Promise<Configured> {
  if (!isWhollyKnown(config)) {
    const at = (settings: PlaceSettings): Promise<Located> =>
      Promise.resolve({ data: deferred(settings, undefined, dependencies.memoryOf({})), diagnostics: [] });
    return { data: { at }, diagnostics: [] };
  }
  const own = await resolveConnection(config, dependencies);
  if (own.kind === "refused" && !own.lacksProject) return { data: undefined, diagnostics: own.diagnostics };
  const base = own.kind === "resolved" ? own : await resolveConnection(config, dependencies, anyProject);
  if (base.kind === "refused") return { data: undefined, diagnostics: own.diagnostics };
  const refusal = dependencies.memoryOf({ endpoint: base.config.endpoint }).refusal;
  const connections = new BlockConnections(config, base.config, own.kind === "resolved", dependencies, log);
  return {
    data: connections,
    diagnostics: [...base.diagnostics, ...(refusal === undefined ? [] : [localRecordsRefused(refusal)])],
  };
}

/** Replaces the missing project of a block, because other faults show only with a project. */
const anyProject: PlaceSettings = { ...providersPlace, project_id: "any" };

class BlockConnections implements Connections {
  private readonly located = new Map<string, Promise<Located>>();
  private readonly readyAt = new Map<string, Omit<ReadyProvider, "compare">>();
  private readonly reservationsAt = createReservations();
  private readonly defaults: DefaultPlace;

  constructor(
    private readonly config: ProviderConfig,
    private readonly base: ResolvedClientConfig,
    hasProject: boolean,
    private readonly dependencies: ConnectionDependencies,
    private readonly log: Log,
  ) {
    this.defaults = { region: base.region, project: hasProject ? projectKey(base.project) : undefined };
  }

  at(given: PlaceSettings): Promise<Located> {
    const settings = placeSettingsOf(given);
    if (unknownPlace(settings).length > 0) return Promise.resolve({ data: this.deferred(settings), diagnostics: [] });
    const key = JSON.stringify(settings);
    const known = this.located.get(key) ?? this.locate(settings);
    this.located.set(key, known);
    return known;
  }

  private async locate(settings: PlaceSettings): Promise<Located> {
    const resolved = await this.resolve(settings);
    if (resolved.kind === "refused") return { data: this.deferred(settings), diagnostics: resolved.diagnostics };
    const { config } = resolved;
    if (this.isRegionIdle(settings, config)) {
      const refusal = regionWithoutEffect(config.region ?? "", config.endpoint);
      return { data: this.deferred(settings), diagnostics: [refusal] };
    }
    const compare = (other: PlaceSettings) => compareSettings(settings, placeSettingsOf(other), this.defaults);
    return { data: { ...this.ready(config), compare }, diagnostics: [] };
  }

  /** The block's own settings were completed when the block was configured. */
  private async resolve(settings: PlaceSettings): ReturnType<typeof resolveConnection> {
    const isOwn = Object.values(settings).every((setting) => setting === null);
    if (isOwn && this.defaults.project !== undefined) return { kind: "resolved", config: this.base, diagnostics: [] };
    return resolveConnection(this.config, this.dependencies, settings);
  }

  /** An emulator serves every region. */
  private isRegionIdle({ region }: PlaceSettings, { endpoint }: ResolvedClientConfig): boolean {
    const named = [this.config.endpoint, variableOf(this.dependencies.environment, "DMS_ENDPOINT")];
    const isNamed = named.some((text) => typeof text === "string" && text.trim() !== "");
    return isNamed && region !== null && region !== this.defaults.region && !isLoopback(endpoint);
  }

  /** One client for each place, also if its objects name the place in different words. */
  private ready(config: ResolvedClientConfig): Omit<ReadyProvider, "compare"> {
    const { endpoint, authUrl, project, pollIntervalMs, readsTasks, enterpriseProjectId } = config;
    const key = JSON.stringify([endpoint, authUrl, project]);
    const known = this.readyAt.get(key);
    if (known !== undefined) return known;
    const { clock, newId, memoryOf, beginProgress } = this.dependencies;
    const place: Place = { endpoint, project: projectKey(project) };
    const client = connect(config, this.dependencies, this.log);
    const projectId = (signal: AbortSignal): Promise<string> => client.projectId(signal);
    const ready = {
      kind: "ready" as const,
      project: place.project,
      service: shareService(client, clock),
      clock,
      pollIntervalMs,
      readsTasks,
      enterpriseProjectId,
      newId,
      memory: memoryOf(place, { kind: config.journal, projectId }),
      reservations: this.reservationsAt(place),
      beginProgress,
    };
    this.readyAt.set(key, ready);
    return ready;
  }

  private deferred(settings: PlaceSettings): ProviderData {
    const endpoint = settings.region === null ? { endpoint: this.base.endpoint } : {};
    return deferred(settings, this.defaults, this.dependencies.memoryOf(endpoint));
  }
}

function deferred(settings: PlaceSettings, defaults: DefaultPlace | undefined, memory: Memory): ProviderData {
  const own = placeSettingsOf(settings);
  return { kind: "deferred", memory, compare: (other) => compareSettings(own, placeSettingsOf(other), defaults) };
}
