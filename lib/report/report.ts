/** The records of runs and the effects of a plan. It is plain data: its JSON is the report's JSON form. */
export interface Report {
  readonly kind: "state" | "plan";
  readonly totals: Totals;
  /** One section per known resource, by address. */
  readonly sections: readonly Section[];
}

export interface Totals {
  readonly instances: number;
  /** Number of instances whose last due action is not a success, and of failed creations that still exist. */
  readonly unfinished: number;
  /** Number of actions that the plan would carry out, as far as it knows. */
  readonly due: number;
}

export type Section = LifecycleSection | PurgeSection | BatchSection;

/** The own fields of a section. */
export type Own<S extends Section> = Omit<S, keyof SectionCommon>;

interface SectionCommon {
  /** The resource's address. */
  readonly address: string;
  /** The plan removes the resource from state, without an action on instances. */
  readonly isForgotten: boolean;
}

/** A `dms_instance_lifecycle`. */
export interface LifecycleSection extends SectionCommon {
  readonly kind: "lifecycle";
  /** Whether the declared instances can be listed: they are sensitive, or only the apply knows them. */
  readonly declaration: "known" | "hidden" | "undecided";
  /** Every instance that is declared or recorded. */
  readonly rows: readonly Row[];
  readonly due: DueActions;
  /** Newest first. */
  readonly runs: readonly Run[];
}

/** The record of a `PortableBatchAction`. */
export interface BatchSection extends SectionCommon {
  readonly kind: "batch";
  readonly rows: readonly Row[];
  /** The plan carries out the whole batch again. */
  readonly isDue: boolean;
  /** Newest first. */
  readonly runs: readonly Run[];
}

/** A `dms_failed_instance_purge`. */
export interface PurgeSection extends SectionCommon {
  readonly kind: "purge";
  readonly engine: string;
  /** Failed creations that the last look found. */
  readonly pending: readonly NamedInstance[];
  readonly purged: readonly NamedInstance[];
  /** RFC 3339; empty before the first purge. */
  readonly purgedAt: string;
  readonly due: DueRemovals;
}

/** Failed creations that a plan removes. */
export type DueRemovals =
  | { readonly kind: "none" }
  /** The instances; empty if a first plan has looked and found none. */
  | { readonly kind: "known"; readonly instances: readonly NamedInstance[] }
  /** The plan could not look: the apply removes the ones that it finds. */
  | { readonly kind: "undecided" };

export interface NamedInstance {
  readonly name: string;
  readonly instanceId: string;
}

/** An instance and the last action on it; empty strings without an action. Unfinished ones come first. */
export interface Row extends NamedInstance {
  readonly action: string;
  readonly result: string;
  /** Last status seen. */
  readonly status: string;
  /** Milliseconds from the call to the result; `null` without a call. */
  readonly tookMs: number | null;
  /** The reason for the result, with the service's own code and text. */
  readonly reason: string;
  readonly isUnfinished: boolean;
  /** `false` for an instance that is recorded and no longer declared. */
  readonly isDeclared: boolean;
}

export type DueActions =
  | { readonly kind: "none" }
  | { readonly kind: "known"; readonly actions: readonly DueAction[] }
  /** A value that decides the due actions is known only at apply. */
  | { readonly kind: "undecided" };

export interface DueAction extends NamedInstance {
  readonly action: string;
  readonly reason: string;
  readonly wave: number;
}

/**
 * Actions that were carried out together, by their times and waves. State keeps only the last action on each instance, so a run shows the
 * instances whose last action it was.
 */
export interface Run {
  /** Number of the run; 1 is the earliest recorded one. */
  readonly number: number;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly tookMs: number;
  /** Ascending. */
  readonly waves: readonly Wave[];
}

export interface Wave {
  readonly wave: number;
  /** Milliseconds from the start of the run to the wave's first call. */
  readonly fromMs: number;
  /** Milliseconds from the start of the run to the wave's last result. */
  readonly toMs: number;
  readonly members: number;
  readonly successes: number;
}
