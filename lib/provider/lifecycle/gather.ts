import type { InstanceId } from "../../domain/instance";
import type { JournalRow } from "../../domain/ledger/entry";
import { newestRows } from "../../domain/ledger/journal";
import type { Since } from "../../domain/ledger/since";
import type { Desired, Rules, Wanted } from "../../domain/ledger/judge";
import type { PrivateData, SeenObject } from "../../framework/resource";
import { unknown } from "../../framework/value";
import type { RunRecords } from "../memory";
import { placeSettingsOf, unknownPlace } from "../place";
import { configured, type ProviderData, readyData, type Service } from "../service";
import { decodeRows, decodeWanted, isDesired, type LifecycleConfig, type LifecycleState } from "./model";
import { decodePrivate, type PrivateContent } from "./private-data";
import { decodeSettings, type LifecycleSettings } from "./settings";
import { type KnownInstance, knownIn, ownerOf, ownersOfCreation, type Succession, successionOf } from "./succession";

/* Gather: everything that a plan or an apply stands on. Reads the journal once, asks the service nothing, decides nothing. */

/** The API version in use, and the calls it has. */
export type Capabilities = Pick<Service, "apiVersion" | "supports">;

export interface Situation {
  /** The declared instances, by name; of a map that is unknown as a whole, none. */
  readonly wanted: readonly Wanted[];
  /** The map of instances is unknown as a whole. */
  readonly hidesInstances: boolean;
  /** What is unknown of the place where the instances are, by Terraform's names. */
  readonly openPlace: readonly string[];
  readonly settings: LifecycleSettings;
  readonly rules: Rules;
  /** By instance id; an id that is absent has never been adopted. */
  readonly known: ReadonlyMap<InstanceId, KnownInstance>;
  /** The journal, as this resource sees it. */
  readonly records: RunRecords;
  /** What runs have sent that state may not know of. */
  readonly journal: ReadonlyMap<InstanceId, JournalRow>;
  /** Rows on this machine that others may have written. */
  readonly hearsay: ReadonlyMap<InstanceId, JournalRow>;
  /** Why the last refresh could not read an instance. */
  readonly unread: ReadonlyMap<InstanceId, string>;
  /** Up to when it is known what was done with an instance. */
  readonly since: Since;
  /** What a creation starts from; `undefined` for an update. */
  readonly succession: Succession | undefined;
  /** The mark of a creation that is wholly known. */
  readonly mark: string | undefined;
  /** The private data of an update is of another format. */
  readonly isForeign: boolean;
  /** A run has sent something since the refresh that an update stands on: an apply of its plan, which was killed. */
  readonly isOutOfDate: boolean;
  /** Declared in the prior state, and to be running there. */
  readonly wasRunning: ReadonlySet<InstanceId>;
  /** Declared in the state that this one follows, and no longer in the configuration; none while an id is unknown. */
  readonly leaving: readonly Desired[];
  /** Absent while the provider's configuration is unknown. */
  readonly capabilities: Capabilities | undefined;
}

export interface GatherRequest {
  /** The configuration with its defaults filled in. */
  readonly config: LifecycleConfig;
  readonly prior: LifecycleState | undefined;
  readonly private: PrivateData | undefined;
  readonly seen: readonly SeenObject<LifecycleState>[];
}

export async function gather(
  request: GatherRequest,
  data: ProviderData | undefined,
  signal: AbortSignal,
): Promise<Situation> {
  const provider = configured(data);
  const { config, prior } = request;
  const { digest } = provider.memory;
  const wanted = decodeWanted(config, digest);
  const hidesInstances = config.instances === unknown;
  const openPlace = unknownPlace(placeSettingsOf(config));
  const isDecided = !hidesInstances && openPlace.length === 0 && wanted.every(isDesired);
  const settings = decodeSettings(config);
  const content = decodePrivate(request.private);
  const { private: priv, seen } = request;
  const succession =
    prior === undefined ? successionOf({ wanted, isDecided, private: priv, seen, provider }) : undefined;
  const owners = prior === undefined ? ownersOfCreation(succession, digest) : [ownerOf(prior, digest)];
  const records = await provider.memory.journal.open(owners, signal);
  return {
    wanted,
    hidesInstances,
    openPlace,
    settings,
    rules: {
      creating: prior === undefined,
      restartOnCreate: settings.restartOnCreate,
      restartUnhealthy: settings.restartUnhealthy,
    },
    known: prior === undefined ? knownTo(succession, openPlace) : knownIn(prior, content, digest),
    records,
    journal: journalOf(records, content.journal),
    hearsay: records.hearsay(),
    unread: prior === undefined ? new Map() : content.unread,
    since: prior === undefined ? new Map() : content.since,
    succession,
    mark: succession?.mark,
    isOutOfDate: prior !== undefined && content.refreshed && hasSentSince(prior, content, records, digest),
    isForeign: prior !== undefined && content.isForeign,
    wasRunning: runningIn(prior),
    leaving: leavingOf(wanted, hidesInstances, prior === undefined ? statesOf(succession) : [prior], digest),
    capabilities: readyData(provider)?.service,
  };
}

/** Whether a creation succeeds an object depends on its place. */
function knownTo(succession: Succession | undefined, openPlace: Situation["openPlace"]): Situation["known"] {
  const known = succession?.known ?? new Map<InstanceId, KnownInstance>();
  if (openPlace.length === 0) return known;
  return new Map([...known].map(([id, instance]) => [id, { ...instance, entry: "undecided" }]));
}

/** Without the mark of a refresh nothing is known of its time: then the journal counts as it is. */
function hasSentSince(
  prior: LifecycleState,
  { journal }: PrivateContent,
  records: RunRecords,
  digest: (text: string) => string,
): boolean {
  const rows = decodeRows(prior, digest);
  return [...records.load()].some(([id, { record }]) => {
    const known = [rows.get(id)?.last, journal.get(id)?.record];
    return rows.has(id) && known.every((each) => each === undefined || each.finishedAt < record.finishedAt);
  });
}

/** From the store, and from a refresh that has put a row into state. */
function journalOf(records: RunRecords, refreshed: Situation["journal"]): Situation["journal"] {
  return newestRows([...records.load(), ...refreshed]);
}

function statesOf(succession: Succession | undefined): readonly LifecycleState[] {
  return (succession?.predecessors ?? []).map(({ state }) => state);
}

function leavingOf(
  wanted: readonly Wanted[],
  hidesInstances: boolean,
  states: readonly LifecycleState[],
  digest: (text: string) => string,
): readonly Desired[] {
  if (hidesInstances || wanted.some(({ id }) => id === undefined)) return [];
  const ids = new Set(wanted.map(({ id }) => id));
  return states
    .flatMap((state) => decodeWanted(state, digest))
    .filter(isDesired)
    .filter(({ id }) => !ids.has(id));
}

function runningIn(prior: LifecycleState | undefined): ReadonlySet<InstanceId> {
  const ids = [...(prior?.instances?.values() ?? [])].flatMap((element) =>
    element?.instance_id == null || element.desired_state === "deleted" ? [] : [element.instance_id],
  );
  return new Set(ids);
}
