import { type Environment, variableOf } from "../../domain/environment";
import { asObject, type JsonObject, readText } from "../answers/json-reader";
import type { Credentials } from "../client-config";
import type { ConfigProblem } from "./config-problem";
import { type NameNotRead, namesNotRead } from "./sources/environment-names";
import { ambientRank } from "./choose-credentials";
import type { GatheredSettings } from "./sources/gather-settings";
import type { CloudEntry, SettingKey } from "./sources/settings";

/** The names of other tools that are set and would decide who acts, or where, if they were read. Their values are not kept. Pure. */
export function namesSetAndNotRead(
  environment: Environment,
  cloud: CloudEntry | undefined,
  gathered: GatheredSettings,
): readonly NameNotRead[] {
  const names = namesNotRead.filter(({ name, place, changes, harmless, idleBeside }) => {
    const value = place === "environment" ? variableOf(environment, name) : readField(cloud?.entry, name.split("."));
    const isSet = value !== undefined && value.trim() !== "" && harmless?.test(value.trim()) !== true;
    return isSet && changes !== "manner" && (idleBeside === undefined || !gathered.has(idleBeside));
  });
  return isDomainLeftOver(environment, gathered) ? [...names, domainLeftOver] : names;
}

const domainLeftOver: NameNotRead = {
  name: "HW_CLOUD",
  place: "environment",
  changes: "where",
  meaning: "the domain of another cloud than that of OS_AUTH_URL; a region of HW_ variables is not read beside it",
  instead: "cloud_domain",
};

/** Whether the variable of the domain is set, and nothing that comes before it is the reason why it is not used. */
function isDomainLeftOver(environment: Environment, gathered: GatheredSettings): boolean {
  const domain = gathered.get("cloudDomain");
  const isSet = (variableOf(environment, "HW_CLOUD") ?? "").trim() !== "";
  return isSet && domain?.origin !== "HW_CLOUD" && (domain?.rank ?? ambientRank) >= ambientRank;
}

/**
 * The warnings about these names. Without warning: names of credentials if attributes set the credentials, because other tools would not
 * look further either, and names of endpoints if an endpoint is set. Pure.
 */
export function warnOfNamesNotRead(
  names: readonly NameNotRead[],
  gathered: GatheredSettings,
  credentials: Credentials,
): readonly ConfigProblem[] {
  const secrets: readonly SettingKey[] = ["token", "secretKey", "idTokenFile", "idToken", "password"];
  const isExplicit = secrets.some((key) => (gathered.get(key)?.rank ?? ambientRank) < ambientRank);
  const isIdle = { who: isExplicit || credentials.kind === "none", where: gathered.has("endpoint"), manner: true };
  return names.filter(({ changes }) => !isIdle[changes]).map(toProblem);
}

/** A sentence about names that the user may have meant as credentials, for an error about missing ones; empty without such names. Pure. */
export function hintAtNamesNotRead(names: readonly NameNotRead[], changes: "who" | "where"): string {
  return names
    .filter((name) => name.changes === changes)
    .map((name) => ` ${describe(name)}`)
    .join("");
}

function toProblem(name: NameNotRead): ConfigProblem {
  return { attributes: [], variables: name.place === "environment" ? [name.name] : [], message: describe(name) };
}

function describe({ name, place, meaning, changes, instead }: NameNotRead): string {
  const shown = place === "environment" ? name : `${name} in clouds.yaml`;
  const effect = changes === "who" ? "who acts" : "where calls go";
  const advice = instead === undefined ? "" : ` Set ${instead} instead.`;
  return `${shown} is set and not read (${meaning}). In other tools it decides ${effect}, here it does not.${advice}`;
}

function readField(entry: JsonObject | undefined, [field = "", ...rest]: readonly string[]): string | undefined {
  if (entry === undefined) return undefined;
  return rest.length === 0 ? readText(entry, field) : readField(asObject(entry[field]), rest);
}
