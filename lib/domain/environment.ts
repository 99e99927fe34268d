/** Environment variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The value of a variable. All code reads the environment through this function. A variable that is set to the empty text counts as not
 * set, as in Terraform and its providers.
 */
export function variableOf(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === "" ? undefined : value;
}
