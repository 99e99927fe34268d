import { type Environment, variableOf } from "../../../domain/environment";
import { type SettingKey, settings } from "./settings";

/** The clouds whose variables are read, by the beginning of their names, in the order of preference. */
export const families = ["OS_", "HW_"] as const;

/** A cloud, as the beginning of its variables' names. */
export type Family = (typeof families)[number];

/** The cloud of the login that is used. */
export interface LoginCloud {
  /** `undefined`: the login is of attributes alone, or of no one cloud. */
  readonly family: Family | undefined;
  /** Whether another cloud's variables may name the domain where those of `family` name none. */
  readonly borrowsDomain: boolean;
}

/** A login of no one cloud. */
export const ofNoCloud: LoginCloud = { family: undefined, borrowsDomain: true };

/** Settings of one login. */
interface Login {
  /** Each is needed; of alternatives one. The first ones say who logs in. */
  readonly needed: readonly (readonly SettingKey[])[];
  /** Replaces the same part of a whole login of OS_CLOUD by itself. */
  readonly replacing: readonly SettingKey[];
  /** Used only from the cloud of the login. */
  readonly bound: readonly SettingKey[];
  /** Used from the cloud of the login if it has any of them, else from the other. */
  readonly preferred: readonly SettingKey[];
}

const logins: readonly Login[] = [
  { needed: [["accessKey"], ["secretKey"]], replacing: [], bound: ["securityToken"], preferred: [] },
  {
    needed: [["userName", "userId"], ["password"]],
    replacing: ["password"],
    bound: [],
    preferred: ["domainName", "domainId"],
  },
];

/** Settings that have a value outside the variables. */
export interface ValuesElsewhere {
  /** In an attribute or in the entry of clouds.yaml that the attribute `cloud` names: such a value comes before any variable. */
  readonly before: ReadonlySet<SettingKey>;
  /** In the entry that OS_CLOUD names: it completes the variables of its own cloud. A whole login there is not mixed with half of one. */
  readonly after: ReadonlySet<SettingKey>;
}

const project: readonly SettingKey[] = ["projectId", "projectName"];

/**
 * The variables of a setting, the first one set wins. Those of a login are of one cloud if a cloud's variables have all that the login
 * still needs: a key that was left in the environment must not be used with the secret of another cloud. The project, the region and
 * Keystone's URL are those of the login's cloud if it names them. Pure.
 */
export function variablesOf(
  key: SettingKey,
  environment: Environment,
  elsewhere: ValuesElsewhere,
  { family: ofLogin, borrowsDomain }: LoginCloud,
): readonly string[] {
  const places = familiesOfPlace(key, environment, elsewhere, ofLogin);
  if (places !== undefined) return variablesIn(key, places);
  const login = logins.find(({ needed, bound, preferred }) => [...needed.flat(), ...bound, ...preferred].includes(key));
  if (login === undefined) return settings[key].variables;
  const isSet: IsSet = (keys, family) => hasAny(keys, family, environment);
  const isKnown: IsSet = (keys, family) => isKnownOf(keys, family, environment, elsewhere);
  const open = login.needed.filter((keys) => !keys.some((each) => elsewhere.before.has(each)));
  if (isOfEntry(login, open, elsewhere, isSet)) {
    const isNamed = families.some((each) => isSet(login.needed[0] ?? [], each));
    const isKept = !isNamed && [...login.replacing, ...login.preferred].includes(key);
    return isKept ? variablesIn(key, ["OS_"]) : [];
  }
  const whole = familiesFrom(ofLogin).find(
    (each) => open.some((keys) => isSet(keys, each)) && open.every((keys) => isKnown(keys, each)),
  );
  const isPreferred = login.preferred.includes(key);
  const family = isPreferred ? (ofLogin ?? whole) : whole;
  // The domain beside a whole login of another cloud is that login's.
  const isLent =
    borrowsDomain && !families.some((each) => each !== family && login.needed.every((keys) => isSet(keys, each)));
  const isBorrowed = family !== undefined && isPreferred && isLent && !isKnown(login.preferred, family);
  return variablesIn(key, family === undefined || isBorrowed ? families : [family]);
}

/**
 * Whether a setting may come from the entry that OS_CLOUD names. Keystone's URL there does not get a login of another cloud's variables that
 * tell where their cloud is. Pure.
 */
export function mayBeOfEntry(
  key: SettingKey,
  environment: Environment,
  elsewhere: ValuesElsewhere,
  { family }: LoginCloud,
): boolean {
  return key !== "authUrl" || familiesOfPlace(key, environment, elsewhere, family)?.includes("OS_") !== false;
}

/** The source of a value, as in `Gathered`. */
interface Sourced {
  readonly rank: number;
  readonly origin: string;
}

/** The cloud that a value is of: its variable's, or OpenStack's for the entry that OS_CLOUD names; `undefined` for values of attributes. Pure. */
export function familyOf({ rank, origin }: Sourced): Family | undefined {
  if (rank < 2) return undefined;
  return rank === 2 ? families.find((each) => origin.startsWith(each)) : "OS_";
}

/**
 * The clouds whose variables may tell a place; `undefined` for settings that are not places. Keystone's URL gets the login's secret, and a
 * region tells it too: a cloud that is known by its region does not send its login to the other's.
 */
function familiesOfPlace(
  key: SettingKey,
  environment: Environment,
  elsewhere: ValuesElsewhere,
  ofLogin: Family | undefined,
): readonly Family[] | undefined {
  const has: IsSet = (keys, family) => isKnownOf(keys, family, environment, elsewhere);
  if (project.includes(key)) {
    const family = familiesFrom(ofLogin).find((each) => has(project, each));
    return family === undefined ? families : [family];
  }
  if (key !== "authUrl" && key !== "region") return undefined;
  const telling: readonly SettingKey[] = key === "authUrl" ? ["authUrl", "region"] : ["region"];
  return ofLogin !== undefined && has(telling, ofLogin) ? [ofLogin] : families;
}

/** All clouds, that of the login first. */
function familiesFrom(ofLogin: Family | undefined): readonly Family[] {
  return ofLogin === undefined ? families : [ofLogin, ...families];
}

/** The variables of a setting without those of other clouds than the given ones. */
function variablesIn(key: SettingKey, allowed: readonly Family[]): readonly string[] {
  return settings[key].variables.filter((variable) => allowed.some((family) => variable.startsWith(family)));
}

/** Whether a cloud's variables have one of the settings, or the entry that OS_CLOUD names, which is of the same cloud as its variables. */
function isKnownOf(
  keys: readonly SettingKey[],
  family: Family,
  environment: Environment,
  { after }: ValuesElsewhere,
): boolean {
  return hasAny(keys, family, environment) || (family === "OS_" && keys.some((each) => after.has(each)));
}

type IsSet = (keys: readonly SettingKey[], family: Family) => boolean;

/** Whether the entry of OS_CLOUD has a whole login, and no cloud's variables have one. */
function isOfEntry({ needed }: Login, open: Login["needed"], { after }: ValuesElsewhere, isSet: IsSet): boolean {
  const isWhole = needed.every((keys) => keys.some((each) => after.has(each)));
  return isWhole && open.length === needed.length && !families.some((each) => open.every((keys) => isSet(keys, each)));
}

function hasAny(keys: readonly SettingKey[], family: Family, environment: Environment): boolean {
  const isSet = (variable: string): boolean =>
    variable.startsWith(family) && (variableOf(environment, variable)?.trim() ?? "") !== "";
  return keys.some((key) => settings[key].variables.some(isSet));
}
