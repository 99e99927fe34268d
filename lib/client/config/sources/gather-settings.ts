import { type Environment, withoutLineEnd } from "../../../domain/environment";
import { asArray, asObject, type JsonObject, readText } from "../../answers/json-reader";
import { verifyWords } from "./clouds-file";
import { leftOverPlaces } from "./left-over-places";
import { type CloudEntry, type ExplicitClientConfig, type SettingKey, settings } from "./settings";
import { type LoginCloud, mayBeOfEntry, ofNoCloud, type ValuesElsewhere, variablesOf } from "./variable-families";

/** A value and its origin. */
export interface Gathered {
  readonly value: string;
  /** 0: attribute · 1: clouds.yaml, named by the attribute `cloud` · 2: environment · 3: clouds.yaml, named by OS_CLOUD. */
  readonly rank: 0 | 1 | 2 | 3;
  /** For texts, e.g. `OS_REGION_NAME`. */
  readonly origin: string;
}

/** Names the source of an explicit setting for texts, e.g. `attribute region`. */
export type SourceOf = (key: SettingKey) => string;

export type GatheredSettings = ReadonlyMap<SettingKey, Gathered>;

/** The places that settings come from. */
export interface SettingSources {
  readonly explicit: ExplicitClientConfig;
  readonly environment: Environment;
  readonly cloud: CloudEntry | undefined;
  readonly sourceOf?: SourceOf | undefined;
}

/**
 * Takes each setting from the first place that has it; of variables, those of the login's cloud, without places that another
 * cloud has left there. Values are trimmed; a password loses only line ends after it. Pure.
 */
export function gatherSettings(
  { explicit, environment, cloud, sourceOf = attributeOf }: SettingSources,
  login: LoginCloud = ofNoCloud,
): GatheredSettings {
  const keys = Object.keys(settings) as SettingKey[];
  const outside = keys.flatMap((key) =>
    [fromExplicit(key, explicit, sourceOf), fromCloud(key, cloud)].flatMap((found) =>
      found === undefined ? [] : [{ key, found }],
    ),
  );
  const keysOf = (isMeant: (found: Gathered) => boolean): ReadonlySet<SettingKey> =>
    new Set(outside.filter(({ found }) => isMeant(found)).map(({ key }) => key));
  const elsewhere: ValuesElsewhere = { before: keysOf(({ rank }) => rank < 2), after: keysOf(({ rank }) => rank > 2) };
  const gathered = new Map<SettingKey, Gathered>();
  for (const key of keys) {
    const others = outside.filter((each) => each.key === key).map(({ found }) => found);
    const allowed = others.filter(({ rank }) => rank < 2 || mayBeOfEntry(key, environment, elsewhere, login));
    const variable = fromVariables(key, environment, variablesOf(key, environment, elsewhere, login));
    const [best] = [...allowed, ...(variable === undefined ? [] : [variable])].sort((a, b) => a.rank - b.rank);
    if (best !== undefined) gathered.set(key, best);
  }
  for (const [key, instead] of leftOverPlaces(gathered, login)) {
    if (instead === undefined) gathered.delete(key);
    else gathered.set(key, instead);
  }
  return gathered;
}

function attributeOf(key: SettingKey): string {
  return `attribute ${settings[key].attribute ?? key}`;
}

function fromExplicit(key: SettingKey, explicit: ExplicitClientConfig, sourceOf: SourceOf): Gathered | undefined {
  const value = normalise(key, explicit[key]?.toString());
  return value === undefined ? undefined : { value, rank: 0, origin: sourceOf(key) };
}

function fromVariables(key: SettingKey, environment: Environment, variables: readonly string[]): Gathered | undefined {
  for (const variable of variables) {
    const value = normalise(key, environment[variable]);
    if (value !== undefined) return { value, rank: 2, origin: variable };
  }
  return undefined;
}

function fromCloud(key: SettingKey, cloud: CloudEntry | undefined): Gathered | undefined {
  if (cloud === undefined) return undefined;
  const rank = cloud.isNamedByAttribute ? 1 : 3;
  if (key === "insecure") {
    // `verify: no` is false in YAML 1.1, which OpenStack's tools read.
    return verifyWords.off.test(readText(cloud.entry, "verify") ?? "")
      ? { value: "true", rank, origin: "verify in clouds.yaml" }
      : undefined;
  }
  for (const path of settings[key].cloudPaths) {
    const value = normalise(key, readPath(cloud.entry, path));
    if (value !== undefined) return { value: asOurs(key, value), rank, origin: `${path.join(".")} in clouds.yaml` };
  }
  if (key === "region") return fromRegions(cloud.entry, rank);
  if (key === "cloudDomain" && readText(cloud.entry, "profile")?.trim() === "otc") {
    return { value: otcDomain, rank, origin: "profile in clouds.yaml" };
  }
  return undefined;
}

/** The domain of the cloud that OpenStack's tools know as the profile `otc`. */
export const otcDomain = "otc.t-systems.com";

/** The first of `regions`, texts or maps with a name: OpenStack's tools take it if an entry names no region. */
function fromRegions(entry: JsonObject, rank: Gathered["rank"]): Gathered | undefined {
  const [first] = asArray(entry["regions"]) ?? [];
  const value = (typeof first === "string" ? first : readText(asObject(first) ?? {}, "name"))?.trim() ?? "";
  return value === "" ? undefined : { value, rank, origin: "regions in clouds.yaml" };
}

/** A value of clouds.yaml in our form: base URLs there end with the version or the project after it. */
function asOurs(key: SettingKey, value: string): string {
  return key === "endpoint" ? value.replace(/\/v(1\.0|2)(\/.*)?$/, "") : value;
}

function readPath(entry: JsonObject, path: readonly string[]): string | undefined {
  const [field = "", ...rest] = path;
  if (rest.length === 0) return readText(entry, field);
  const inner = asObject(entry[field]);
  return inner === undefined ? undefined : readPath(inner, rest);
}

function normalise(key: SettingKey, text: string | undefined): string | undefined {
  const value = key === "password" ? text && withoutLineEnd(text) : text?.trim();
  return value === "" ? undefined : value;
}
