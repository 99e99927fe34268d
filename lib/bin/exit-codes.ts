/** The exit codes of commands; public contract. */
export const exitCodes = {
  /** The action is done and proven. */
  done: 0,
  /** An action failed, was refused or is unproven. */
  failed: 1,
  /** Bad usage or configuration. */
  usage: 2,
} as const;
