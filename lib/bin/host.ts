/** The Terraform command that a provider works for. */
export interface Host {
  readonly env: NodeJS.ProcessEnv;
  /** Where the command runs; relative paths count from here. */
  readonly cwd: string;
  /** Tells this command from every other one on the machine: the id of its process. */
  readonly command: string;
}
