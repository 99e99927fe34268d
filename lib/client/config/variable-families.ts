import { type Environment, variableOf } from "../../domain/environment";
import { type SettingKey, settings } from "./settings";

/** The clouds whose variables are read, by the beginning of their names, in the order of preference. */
const families = ["OS_", "HW_"] as const;
type Family = (typeof families)[number];

/** Settings of one login. */
interface Login {
  /** Each is needed; of alternatives one. */
  readonly needed: readonly (readonly SettingKey[])[];
  /** Used only from the cloud of the login. */
  readonly bound: readonly SettingKey[];
  /** Used from the cloud of the login if it has any of them, else from the other. */
  readonly preferred: readonly SettingKey[];
}

const logins: readonly Login[] = [
  { needed: [["accessKey"], ["secretKey"]], bound: ["securityToken"], preferred: [] },
  { needed: [["userName", "userId"], ["password"]], bound: [], preferred: ["domainName", "domainId"] },
];

/** Settings that have a value outside the variables. */
export interface ValuesElsewhere {
  /** In an attribute or in the entry of clouds.yaml that the attribute `cloud` names: such a value comes before any variable. */
  readonly before: ReadonlySet<SettingKey>;
  /** In the entry that OS_CLOUD names: it completes the variables of its own cloud. */
  readonly after: ReadonlySet<SettingKey>;
}

/**
 * The variables of a setting, the first one set wins. Those of a login are of one cloud if a cloud's variables have all that the login
 * still needs: a key that was left in the environment must not be used with the secret of another cloud. Pure.
 */
export function variablesOf(key: SettingKey, environment: Environment, elsewhere: ValuesElsewhere): readonly string[] {
  const { variables } = settings[key];
  const login = logins.find(({ needed, bound, preferred }) => [...needed.flat(), ...bound, ...preferred].includes(key));
  if (login === undefined) return variables;
  const isSet = (keys: readonly SettingKey[], family: Family): boolean => hasAny(keys, family, environment);
  const isKnown = (keys: readonly SettingKey[], family: Family): boolean =>
    isSet(keys, family) || (family === "OS_" && keys.some((each) => elsewhere.after.has(each)));
  const open = login.needed.filter((keys) => !keys.some((each) => elsewhere.before.has(each)));
  const family = families.find(
    (each) => open.some((keys) => isSet(keys, each)) && open.every((keys) => isKnown(keys, each)),
  );
  if (family === undefined || (login.preferred.includes(key) && !isKnown(login.preferred, family))) return variables;
  return variables.filter((variable) => variable.startsWith(family));
}

function hasAny(keys: readonly SettingKey[], family: Family, environment: Environment): boolean {
  const isSet = (variable: string): boolean =>
    variable.startsWith(family) && (variableOf(environment, variable)?.trim() ?? "") !== "";
  return keys.some((key) => settings[key].variables.some(isSet));
}
