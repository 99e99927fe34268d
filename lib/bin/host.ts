/** The Terraform command that a provider works for. */
export interface Host {
  readonly env: NodeJS.ProcessEnv;
  /** The working folder of the command; relative paths start there. */
  readonly cwd: string;
}
