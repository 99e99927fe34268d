/** What the exit code of a command says; public contract. */
export const exitCodes = {
  /** Done and proven. */
  done: 0,
  /** Something failed, was refused or is unproven. */
  failed: 1,
  /** Bad usage or configuration. */
  usage: 2,
} as const;
