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
  /** A replacement was killed when its successor had been answered, and was not saved. */
  readonly isAnsweredAndKilled: boolean;
  /** The user has tainted the object. */
  readonly isTainted: boolean;
  /** The machine has a record of a call that was not made after all, or for an object that is no more. */
  readonly hasStaleRecord: boolean;
  /** A plan without refresh of an object whose creation failed, on another machine than that of the last call: private data is not there. */
  readonly isBlind: boolean;
}

/**
 * A situation in which the properties ask for more than what is decided (decision 018). An instance that has come into it is left out of
 * the properties for the rest of its history; a story in stories.test.ts shows it.
 */
export interface Exclusion {
  readonly name: string;
  readonly isMet: (standing: Standing) => boolean;
}

export const decided: readonly Exclusion[] = [
  {
    name: "a killed restart is taken back",
    isMet: ({ account: { calls }, wish }) => {
      const restart = calls.findLast(({ action }) => action === "restart");
      return restart?.killed === true && restart.trigger !== wish.trigger;
    },
  },
  {
    name: "a successor that was answered is not saved",
    isMet: ({ isAnsweredAndKilled }) => isAnsweredAndKilled,
  },
  {
    name: "a record that is out of date decides what is due",
    isMet: ({ hasStaleRecord }) => hasStaleRecord,
  },
  {
    name: "a restart that left an instance in ERROR is planned without private data",
    isMet: ({ isBlind, account }) => isBlind && account.restart?.tried === true,
  },
  {
    name: "a deletion of unknown end is wanted or given up with other triggers than those it was sent with",
    isMet: ({ account: { deletion }, wish }) => deletion?.known === "unknown" && deletion.trigger !== wish.trigger,
  },
];
