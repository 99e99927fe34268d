import type { Engine } from "../../domain/instance";
import type { PrivateData, SeenObject } from "../../framework/resource";
import type { ConfigOf } from "../../framework/values/schema";
import type { Candidate } from "../../rollout/failed-creations";
import type { failedInstancePurgeSchema } from "../schemas/failed-instance-purge";
import { changedPlace, placeSettingsOf } from "../place";
import { configured, type ProviderData, type ReadyProvider, readyData } from "../connection/service";
import { decodePrivate, type OpenPurge, decodeCandidates, type PurgeState } from "./stored";
import { predecessorOf } from "./record";

// Gather: the complete input of a plan or an apply. Does not ask the service, decides nothing.

export type PurgeConfig = ConfigOf<typeof failedInstancePurgeSchema>;

export interface PurgeSituation {
  readonly config: PurgeConfig;
  /** `undefined` while unknown. */
  readonly engine: Engine | undefined;
  /** The prior object, or the one that a creation succeeds. */
  readonly known: PurgeState | undefined;
  /** The candidates that a refresh has put into state for this engine; `undefined` if the service has to be asked. */
  readonly listed: readonly Candidate[] | undefined;
  readonly open: OpenPurge | undefined;
  /** Attributes whose change replaces the object, because they lead to another place or may do so. */
  readonly moves: readonly string[];
  /** A mark of the object, the same for all its plans. */
  readonly object: string | undefined;
  /** `undefined` while the provider's configuration is unknown. */
  readonly ready: ReadyProvider | undefined;
}

interface GatherRequest {
  readonly config: PurgeConfig;
  readonly prior: PurgeState | undefined;
  readonly private: PrivateData | undefined;
  readonly seen: readonly SeenObject<PurgeState>[];
}

export function gather(request: GatherRequest, data: ProviderData | undefined): PurgeSituation {
  const { config, prior } = request;
  const provider = configured(data);
  const seen = request.seen.filter(({ state }) => provider.compare(state) !== "other");
  const engine = engineOf(config);
  const { object, open, enterpriseProjects = {} } = decodePrivate(request.private);
  const moves =
    prior === undefined || provider.compare(prior) === "same"
      ? []
      : changedPlace(placeSettingsOf(config), placeSettingsOf(prior));
  // The list in state belongs to the engine and the place that it was read for. With another engine or place this is a creation.
  const isSame = prior !== undefined && prior.engine === config.engine && moves.length === 0;
  return {
    config,
    engine,
    known: prior ?? (engine === undefined ? undefined : predecessorOf(engine, seen)),
    listed: isSame ? decodeCandidates(prior.pending).map((each) => withProject(each, enterpriseProjects)) : undefined,
    open,
    moves,
    object,
    ready: readyData(provider),
  };
}

function withProject(candidate: Candidate, enterpriseProjects: Readonly<Record<string, string>>): Candidate {
  const enterpriseProjectId = enterpriseProjects[candidate.id];
  return enterpriseProjectId === undefined ? candidate : { ...candidate, enterpriseProjectId };
}

export function engineOf({ engine }: Pick<PurgeConfig, "engine">): Engine | undefined {
  return engine === "kafka" || engine === "rabbitmq" || engine === "rocketmq" ? engine : undefined;
}
