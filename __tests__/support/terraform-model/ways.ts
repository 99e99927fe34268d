/** The ways in which Terraform's versions and OpenTofu differ, as far as a provider or the saved state shows them. */
export interface Ways {
  /** An apply of a plan without changes starts the provider. */
  readonly startsForNoChange: boolean;
  /**
   * The calls about an object that is no longer declared. `planned, then read`: planned from its earlier value. A refresh-only plan, which
   * lets no object go, may leave the plan call out.
   */
  readonly orphans: "planned, then read" | "read, then planned" | "read, then planned unless refresh-only";
  /** An object that a `removed` block forgets is read before. */
  readonly readsForgotten: boolean;
  /** Ctrl-C asks the ended processes of the command to stop, too. */
  readonly stopsEndedProcesses: boolean;
  /**
   * When the state is saved: after each object, or at the end of a command. A remote backend saves at the end, and every twenty seconds, with
   * each program; OpenTofu treats a local file alike.
   */
  readonly saves: "each object" | "at the end";
}

/** The program on which the model's order was recorded. */
export const terraform111: Ways = {
  startsForNoChange: true,
  orphans: "planned, then read",
  readsForgotten: false,
  stopsEndedProcesses: false,
  saves: "each object",
};

export const terraform114: Ways = { ...terraform111, orphans: "read, then planned" };

export const terraform16: Ways = {
  ...terraform111,
  startsForNoChange: false,
  orphans: "read, then planned unless refresh-only",
};

export const openTofu: Ways = { ...terraform16, readsForgotten: true, stopsEndedProcesses: true, saves: "at the end" };
