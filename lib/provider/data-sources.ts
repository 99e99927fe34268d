import { isCallFailure } from "../domain/call-failure";
import { byNameAndId, type Instance, parseEngine } from "../domain/instance";
import type { Diagnostic } from "../framework/values/diagnostic";
import type { CallContext, DataSource } from "../framework/resource";
import type { ConfigOf } from "../framework/values/schema";
import { unknown, type Unknown } from "../framework/values/value";
import {
  dataSourceFoundFewer,
  dataSourceFoundMany,
  dataSourceFoundNone,
  dataSourceNeedsOne,
  longWait,
  projectToldTwice,
  providerNotConfigured,
  serviceFailed,
} from "./messages";
import { inPlace } from "./messages/sentence";
import { toNumber } from "../framework/values/number";
import { listedOrNamed } from "../rollout/look";
import type { PlaceSettings } from "./place";
import { instanceSchema, instancesSchema } from "./schemas/data-sources";
import { type Connections, type InstanceFilter, locate, type ReadyProvider, readyData } from "./connection/service";

/** The data source `dms_instances`. */
export const instancesDataSource: DataSource<typeof instancesSchema, Connections> = {
  schema: instancesSchema,
  validate: projectToldTwice,
  async read(config, context) {
    const found = await fetched(config, context, (ready) =>
      listedOrNamed(() => ready.service.listFiltered(filterOf(config, ready), context.signal)),
    );
    if ("diagnostics" in found) return { state: undefined, ...found };
    const matching = found.value.filter(hasTags(config.tags)).sort(byNameAndId);
    const least = config.at_least === unknown ? undefined : toNumber(config.at_least);
    if (least !== undefined && matching.length < least) {
      return { state: undefined, diagnostics: inPlace([dataSourceFoundFewer(matching, least)], config) };
    }
    const instances = matching.map(encodeInstance);
    const state = { ...knownFilters(config), instances, by_key: byKey(instances) };
    return { state, diagnostics: inPlace(found.told, config) };
  },
};

/** The data source `dms_instance`. */
export const instanceDataSource: DataSource<typeof instanceSchema, Connections> = {
  schema: instanceSchema,
  validate(config) {
    const given = [config.instance_id, config.name];
    const set = given.filter((value) => value !== null).length;
    const isOne = given.includes(unknown) || set === 1;
    return [...(isOne ? [] : [dataSourceNeedsOne(set === 0 ? "neither" : "both")]), ...projectToldTwice(config)];
  },
  async read(config, context) {
    const id = textOf(config.instance_id);
    const name = textOf(config.name);
    const found = await fetched(config, context, async ({ service, enterpriseProjectId }) => {
      if (id !== undefined) {
        const instance = await service.get(id, context.signal);
        return instance === undefined ? [] : [instance];
      }
      const filter = {
        ...(name !== undefined && { name }),
        ...(enterpriseProjectId !== undefined && { enterpriseProjectId }),
        exactName: true,
        includeFailed: true,
      };
      const listed = await listedOrNamed(() => service.listFiltered(filter, context.signal));
      return listed.filter((instance) => instance.name === name);
    });
    if ("diagnostics" in found) return { state: undefined, ...found };
    const [instance, ...others] = found.value;
    if (instance === undefined) {
      const none = id === undefined ? dataSourceFoundNone("name", name ?? "") : dataSourceFoundNone("instance_id", id);
      return { state: undefined, diagnostics: inPlace([none], config) };
    }
    if (others.length > 0) {
      const ids = found.value.map((each) => each.id);
      return { state: undefined, diagnostics: inPlace([dataSourceFoundMany(instance.name, ids)], config) };
    }
    const state = { ...knownPlace(config), ...encodeInstance(instance) };
    return { state, diagnostics: inPlace(found.told, config) };
  },
};

async function fetched<T>(
  place: PlaceSettings,
  { provider }: CallContext<Connections>,
  read: (ready: ReadyProvider) => Promise<T>,
): Promise<
  { readonly value: T; readonly told: readonly Diagnostic[] } | { readonly diagnostics: readonly Diagnostic[] }
> {
  if (provider === undefined) return { diagnostics: [providerNotConfigured()] };
  const { data, diagnostics } = await locate(provider, place);
  if (diagnostics.length > 0) return { diagnostics: inPlace(diagnostics, place) };
  const ready = readyData(data);
  if (ready === undefined) return { diagnostics: [providerNotConfigured()] };
  try {
    const value = await read(ready);
    return { value, told: longWait(ready.service.takeLongWait?.()) };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { diagnostics: inPlace([serviceFailed("reading instances", thrown)], place) };
  }
}

/** Whether an instance has all the tags. The service does not document a filter for tags. */
function hasTags(wanted: ListConfig["tags"]): (instance: Instance) => boolean {
  const pairs = wanted === unknown ? [] : [...(wanted ?? [])].filter(([, value]) => value !== null);
  return ({ tags = [] }) => pairs.every(([key, value]) => tags.some((tag) => tag.key === key && tag.value === value));
}

/** Instances by key. Keys stay the same while instances come and go, except if a second instance takes a name. */
function byKey(instances: readonly EncodedInstance[]): ReadonlyMap<string, EncodedInstance> {
  const uses = new Map<string, number>();
  for (const { name } of instances) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map(
    instances.map((instance) => {
      const { name, instance_id: id } = instance;
      if (name === "") return [id, instance] as const;
      return [uses.get(name) === 1 ? name : `${name}/${id}`, instance] as const;
    }),
  );
}

type ListConfig = ConfigOf<typeof instancesSchema>;

function filterOf(config: ListConfig, ready: ReadyProvider): InstanceFilter {
  const engine = parseEngine(textOf(config.engine) ?? "");
  const name = textOf(config.name);
  const status = textOf(config.status);
  const enterpriseProjectId = textOf(config.enterprise_project_id) ?? ready.enterpriseProjectId;
  return {
    exactName: config.exact_name === true,
    includeFailed: config.include_failed === true,
    ...(engine !== undefined && { engine }),
    ...(name !== undefined && { name }),
    ...(status !== undefined && { status }),
    ...(enterpriseProjectId !== undefined && { enterpriseProjectId }),
  };
}

/** The filters as state keeps them: as configured. */
function knownFilters(config: ListConfig): {
  readonly engine: string | null;
  readonly name: string | null;
  readonly exact_name: boolean | null;
  readonly status: string | null;
  readonly include_failed: boolean | null;
  readonly enterprise_project_id: string | null;
  readonly tags: ReadonlyMap<string, string | null> | null;
  readonly at_least: number | null;
} & ReturnType<typeof knownPlace> {
  return {
    ...knownPlace(config),
    engine: textOf(config.engine) ?? null,
    name: textOf(config.name) ?? null,
    exact_name: config.exact_name === unknown ? null : config.exact_name,
    status: textOf(config.status) ?? null,
    include_failed: config.include_failed === unknown ? null : config.include_failed,
    enterprise_project_id: textOf(config.enterprise_project_id) ?? null,
    tags: knownTags(config.tags),
    at_least: config.at_least === unknown ? null : (toNumber(config.at_least) ?? null),
  };
}

/** The place of the look, as configured. */
function knownPlace({ project_id, project_name, region }: PlaceSettings) {
  return {
    project_id: textOf(project_id) ?? null,
    project_name: textOf(project_name) ?? null,
    region: textOf(region) ?? null,
  };
}

function knownTags(tags: ListConfig["tags"]): ReadonlyMap<string, string | null> | null {
  if (tags === unknown || tags === null) return null;
  return new Map([...tags].map(([key, value]) => [key, textOf(value) ?? null]));
}

interface EncodedInstance {
  readonly instance_id: string;
  readonly name: string;
  readonly engine: string;
  readonly engine_version: string;
  readonly status: string;
  readonly created_at: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly maintain_begin: string | null;
  readonly maintain_end: string | null;
}

function encodeInstance(instance: Instance): EncodedInstance {
  return {
    instance_id: instance.id,
    name: instance.name,
    engine: instance.engine,
    engine_version: instance.engineVersion,
    status: instance.status,
    created_at: instance.createdAt,
    tags: new Map((instance.tags ?? []).map(({ key, value }) => [key, value])),
    maintain_begin: instance.maintainBegin ?? null,
    maintain_end: instance.maintainEnd ?? null,
  };
}

function textOf(value: string | null | Unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
