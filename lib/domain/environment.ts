/** Environment variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The value of a variable. All code reads the environment through this function. A variable that is set to an empty string counts as not
 * set, as in Terraform and its providers.
 */
export function variableOf(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === "" ? undefined : value;
}

/**
 * The value of a variable that names a file or a folder, without line ends at its end. Variables by which Terraform finds files that this
 * code has to find too (`TF_DATA_DIR`, those of its backends) are read as Terraform reads them, with `variableOf`.
 */
export function pathVariableOf(environment: Environment, name: string): string | undefined {
  const path = withoutLineEnd(variableOf(environment, name) ?? "");
  return path === "" ? undefined : path;
}

/** A text without line ends at its end: those of a file of variables from Windows, or of a secret that a file held. Pure. */
export function withoutLineEnd(text: string): string {
  return text.replace(/[\r\n]+$/, "");
}
