import type { Account, DueWord, Wish } from "./account";

/** How one instance stands when a plan is made. */
export interface Standing {
  readonly account: Account;
  readonly wish: Wish;
  readonly status: string;
  readonly due: DueWord | undefined;
  /** The plan makes a new object in the place of one, of which it is the successor. */
  readonly succeeds: boolean;
  /** The state says that its last action was not started, or failed before any call. */
  readonly isUnsent: boolean;
  /** A replacement was killed when it had destroyed the object. */
  readonly isKilledReplacement: boolean;
  /** The user has tainted the object. */
  readonly isTainted: boolean;
  /** The machine has a record of a call that was not made after all, or for an object that is no more. */
  readonly hasStaleRecord: boolean;
}

/**
 * A fault of today's rules. An instance that has come into its situation is left out of the properties for the rest of its
 * history; a story in stories.test.ts shows it. When the fault is mended, the exclusion goes.
 */
export interface Exclusion {
  readonly name: string;
  readonly isMet: (standing: Standing) => boolean;
}

export const exclusions: readonly Exclusion[] = [
  {
    name: "a killed replacement is forgotten by another declaration",
    isMet: ({ isKilledReplacement }) => isKilledReplacement,
  },
  {
    name: "a tainted object is succeeded by none, and leaves what it knew to a plan of the same command",
    isMet: ({ isTainted }) => isTainted,
  },
  {
    name: "a killed restart is taken back",
    isMet: ({ account: { calls }, wish }) => {
      const restart = calls.findLast(({ action }) => action === "restart");
      return restart?.killed === true && restart.trigger !== wish.trigger;
    },
  },
  {
    name: "a deletion hides a killed restart",
    isMet: ({ account: { restart }, wish }) => restart?.killed === true && wish.state === "deleted",
  },
  {
    name: "a record that is out of date decides what is due",
    isMet: ({ hasStaleRecord }) => hasStaleRecord,
  },
];

/**
 * Situations in which the properties ask for less than the account says. An account keeps the triggers with which a deletion was sent;
 * the ledger takes those that are declared when it is verified.
 */
export const decided: readonly Exclusion[] = [
  {
    name: "a deletion of unknown end is wanted or given up with other triggers than those it was sent with",
    isMet: ({ account: { deletion }, wish }) => deletion?.known === "unknown" && deletion.trigger !== wish.trigger,
  },
];
