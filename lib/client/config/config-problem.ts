import { type SettingKey, settings } from "./sources/settings";

/** One fault of a configuration. */
export interface ConfigProblem {
  /** Attributes that would correct it, the one at fault first. */
  readonly attributes: readonly string[];
  /** Environment variables that would correct it. */
  readonly variables: readonly string[];
  /** Full sentences that name attributes and variables, the received value (never a secret) and the allowed ones. */
  readonly message: string;
}

/** A problem of one or more settings; `text` is completed by the names of all of them. Pure. */
export function configProblem(keys: readonly SettingKey[], text: string): ConfigProblem {
  const attributes = keys.flatMap((key) => settings[key].attribute ?? []);
  const variables = keys.flatMap((key) => settings[key].variables);
  const names = keys.map(describeSetting).join("; ");
  return { attributes, variables, message: `${text} Settings: ${names}.` };
}

/** A problem of environment variables without an attribute. Pure. */
export function environmentProblem(variables: readonly string[], text: string): ConfigProblem {
  return { attributes: [], variables, message: `${text} Environment: ${variables.join(", ")}.` };
}

/** `region (environment OS_REGION_NAME, OS_REGION, HW_REGION_NAME)`. Pure. */
export function describeSetting(key: SettingKey): string {
  const { attribute, variables } = settings[key];
  const fromEnvironment = variables.length === 0 ? "" : `environment ${variables.join(", ")}`;
  if (attribute === undefined) return fromEnvironment;
  return fromEnvironment === "" ? attribute : `${attribute} (${fromEnvironment})`;
}
