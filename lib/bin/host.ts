/** The Terraform command that a provider works for. */
export interface Host {
  readonly env: NodeJS.ProcessEnv;
  /** Where the command runs; relative paths count from here. */
  readonly cwd: string;
}
