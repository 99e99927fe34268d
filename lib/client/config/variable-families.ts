import { type Environment, variableOf } from "../../domain/environment";
import { type SettingKey, settings } from "./settings";

/** The clouds whose variables are read, by the beginning of their names, in the order of preference. */
const families = ["OS_", "HW_"] as const;
type Family = (typeof families)[number];

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

/**
 * The variables of a setting, the first one set wins. Those of a login are of one cloud if a cloud's variables have all that the login
 * still needs: a key that was left in the environment must not be used with the secret of another cloud. Pure.
 */
export function variablesOf(key: SettingKey, environment: Environment, elsewhere: ValuesElsewhere): readonly string[] {
  const { variables } = settings[key];
  if (project.includes(key)) {
    const family = familyOfProject(environment, elsewhere);
    return family === undefined ? variables : variables.filter((variable) => variable.startsWith(family));
  }
  const login = logins.find(({ needed, bound, preferred }) => [...needed.flat(), ...bound, ...preferred].includes(key));
  if (login === undefined) return variables;
  const isSet = (keys: readonly SettingKey[], family: Family): boolean => hasAny(keys, family, environment);
  const isKnown = (keys: readonly SettingKey[], family: Family): boolean =>
    isSet(keys, family) || (family === "OS_" && keys.some((each) => elsewhere.after.has(each)));
  const open = login.needed.filter((keys) => !keys.some((each) => elsewhere.before.has(each)));
  if (isOfEntry(login, open, elsewhere, isSet)) {
    const isNamed = families.some((each) => isSet(login.needed[0] ?? [], each));
    const isKept = !isNamed && [...login.replacing, ...login.preferred].includes(key);
    return isKept ? variables.filter((variable) => variable.startsWith("OS_")) : [];
  }
  const family = families.find(
    (each) => open.some((keys) => isSet(keys, each)) && open.every((keys) => isKnown(keys, each)),
  );
  if (family === undefined || (login.preferred.includes(key) && !isKnown(login.preferred, family))) return variables;
  return variables.filter((variable) => variable.startsWith(family));
}

const project: readonly SettingKey[] = ["projectId", "projectName"];

/** Ways to log in by variables of one cloud, in the order in which they are chosen. */
const wholeLogins: readonly Login["needed"][] = [
  [["token"]],
  ...logins.slice(0, 1).map(({ needed }) => needed),
  [["identityProviderId"]],
  ...logins.slice(1).map(({ needed }) => needed),
];

/** The cloud whose variables name the project: that of the login, if it names one; else the first that does. */
function familyOfProject(environment: Environment, { before, after }: ValuesElsewhere): Family | undefined {
  const has = (keys: readonly SettingKey[], family: Family): boolean =>
    hasAny(keys, family, environment) || (family === "OS_" && keys.some((each) => after.has(each)));
  const isElsewhere = wholeLogins.some((needed) => needed.flat().some((each) => before.has(each)));
  const whole = wholeLogins.flatMap((needed) =>
    families.filter((each) => needed.every((keys) => hasAny(keys, each, environment))),
  );
  const ofLogin = isElsewhere ? [] : whole.slice(0, 1);
  return [...ofLogin, ...families].find((each) => has(project, each));
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
