import { type Environment, variableOf } from "../../domain/environment";
import { type SettingKey, settings } from "./settings";

/** The clouds whose variables are read, by the beginning of their names, in the order of preference. */
const families = ["OS_", "HW_"] as const;

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

/**
 * The variables of a setting, the first one set wins. Those of a login are of one cloud if a cloud's variables have the whole login: a key
 * that was left in the environment must not be used with the secret of another cloud. Pure.
 */
export function variablesOf(key: SettingKey, environment: Environment): readonly string[] {
  const { variables } = settings[key];
  const login = logins.find(({ needed, bound, preferred }) => [...needed.flat(), ...bound, ...preferred].includes(key));
  const family = login && families.find((each) => login.needed.every((keys) => hasAny(keys, each, environment)));
  if (login === undefined || family === undefined) return variables;
  if (login.preferred.includes(key) && !hasAny(login.preferred, family, environment)) return variables;
  return variables.filter((variable) => variable.startsWith(family));
}

function hasAny(keys: readonly SettingKey[], family: string, environment: Environment): boolean {
  const isSet = (variable: string): boolean =>
    variable.startsWith(family) && (variableOf(environment, variable)?.trim() ?? "") !== "";
  return keys.some((key) => settings[key].variables.some(isSet));
}
