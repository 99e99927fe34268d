import { type MovedProject, moveBetween } from "../../domain/connection/project";
import { idKey, type InstanceId } from "../../domain/instance";
import type { JournalRow } from "../../domain/ledger/entry";
import { newestRows } from "../../domain/ledger/journal";
import type { Since } from "../../domain/ledger/since";
import { respelled, respelledRows, type Spelling, spellingOf } from "../../domain/ledger/spelling";
import type { Desired, Rules, Wanted } from "../../domain/ledger/judge";
import type { PrivateData, SeenObject } from "../../framework/resource";
import { unknown } from "../../framework/values/value";
import type { RunRecords } from "../runs/memory";
import { placeSettingsOf, unknownPlace } from "../place";
import { configured, type ProviderData, readyData, type Service } from "../connection/service";
import { decodeRows, decodeWanted, isDesired, type LifecycleConfig, type LifecycleState } from "./model";
import { decodePrivate, type PrivateContent } from "./private-data";
import { decodeSettings, type LifecycleSettings } from "./settings";
import { type KnownInstance, knownIn, ownersOf, ownersOfCreation, type Succession, successionOf } from "./succession";

// Gather: the complete input of a plan or an apply. Reads the journal once, does not ask the service, decides nothing.

/** The API version in use and its calls. */
export type Capabilities = Pick<Service, "apiVersion" | "supports">;

export interface Situation {
  /** The declared instances, by name; empty if the whole map is unknown. */
  readonly wanted: readonly Wanted[];
  /** The whole map of instances is unknown. */
  readonly hidesInstances: boolean;
  /** The unknown attributes of the instances' place, by Terraform's names. */
  readonly openPlace: readonly string[];
  readonly settings: LifecycleSettings;
  readonly rules: Rules;
  /** Known instances by id; an absent id has never been adopted. */
  readonly known: ReadonlyMap<InstanceId, KnownInstance>;
  /** The journal of this resource. */
  readonly records: RunRecords;
  /** Actions that runs have sent and state may not know of. */
  readonly journal: ReadonlyMap<InstanceId, JournalRow>;
  /** Rows on this machine that others may have written. */
  readonly hearsay: ReadonlyMap<InstanceId, JournalRow>;
  /** Why the last refresh could not read an instance. */
  readonly unread: ReadonlyMap<InstanceId, string>;
  /** The time up to which all actions on an instance are known. */
  readonly since: Since;
  /** The knowledge that a creation starts from; `undefined` for an update. */
  readonly succession: Succession | undefined;
  /** The mark of a creation whose declaration is completely known. */
  readonly mark: string | undefined;
  /** The private data of an update is of another format. */
  readonly isForeign: boolean;
  /** A run has sent a call since the refresh that an update is based on: a killed apply of the same plan. */
  readonly isOutOfDate: boolean;
  /** Instances that the prior state declares as running. */
  readonly wasRunning: ReadonlySet<InstanceId>;
  /** Instances that the prior state declares and the configuration does not; empty while an id is unknown. */
  readonly leaving: readonly Desired[];
  /** The last apply had the instances in another project, so their absence here proves nothing. */
  readonly moved: MovedProject | undefined;
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
  const ids = wanted.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const owners = prior === undefined ? ownersOfCreation(succession, ids) : ownersOf(prior);
  const records = await provider.memory.journal.open(owners, signal);
  const leaving = leavingOf(wanted, hidesInstances, prior === undefined ? statesOf(succession) : [prior], digest);
  const spell = spellingOf([...ids, ...leaving.map(({ id }) => id)]);
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
    known: respelled(prior === undefined ? knownTo(succession, openPlace) : knownIn(prior, content, digest), spell),
    records,
    journal: journalOf(records, content.journal, spell),
    hearsay: respelledRows(records.hearsay(), spell),
    unread: prior === undefined ? new Map() : respelled(content.unread, spell),
    since: prior === undefined ? new Map() : respelled(content.since, spell),
    succession,
    mark: succession?.mark,
    isOutOfDate: prior !== undefined && content.refreshed && hasSentSince(prior, content, records, digest),
    isForeign: prior !== undefined && content.isForeign,
    wasRunning: new Set([...runningIn(prior)].map(spell)),
    leaving,
    moved: prior === undefined ? undefined : moveBetween(content.project, readyData(provider)?.project),
    capabilities: readyData(provider)?.service,
  };
}

/** The instances that are known through a succession. An unknown place leaves open whether the creation succeeds an object. */
function knownTo(succession: Succession | undefined, openPlace: Situation["openPlace"]): Situation["known"] {
  const known = succession?.known ?? new Map<InstanceId, KnownInstance>();
  if (openPlace.length === 0) return known;
  return new Map([...known].map(([id, instance]) => [id, { ...instance, entry: "undecided" }]));
}

/**
 * Whether a run has sent a call since the refresh. If the private data does not come from a refresh, its time is not known, and the journal
 * counts as it is.
 */
function hasSentSince(
  prior: LifecycleState,
  { journal }: PrivateContent,
  records: RunRecords,
  digest: (text: string) => string,
): boolean {
  const rows = decodeRows(prior, digest);
  return [...respelledRows(records.load(), spellingOf(rows.keys()))].some(([id, { record }]) => {
    const known = [rows.get(id)?.last, journal.get(id)?.record];
    return rows.has(id) && known.every((each) => each === undefined || each.finishedAt < record.finishedAt);
  });
}

/** The rows of the store, and those that a refresh has put into state. */
function journalOf(records: RunRecords, refreshed: Situation["journal"], spell: Spelling): Situation["journal"] {
  return newestRows([...respelledRows(records.load(), spell), ...respelledRows(refreshed, spell)]);
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
  const ids = new Set(wanted.flatMap(({ id }) => (id === undefined ? [] : [idKey(id)])));
  return states
    .flatMap((state) => decodeWanted(state, digest))
    .filter(isDesired)
    .filter(({ id }) => !ids.has(idKey(id)));
}

function runningIn(prior: LifecycleState | undefined): ReadonlySet<InstanceId> {
  const ids = [...(prior?.instances?.values() ?? [])].flatMap((element) =>
    element?.instance_id == null || element.desired_state === "deleted" ? [] : [element.instance_id],
  );
  return new Set(ids);
}
