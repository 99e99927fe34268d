import type { Account, Wish } from "./account";

/** The situation of one instance when a plan is made. */
export interface Standing {
  readonly account: Account;
  readonly wish: Wish;
  /** A replacement was killed when its successor had been answered, and was not saved. */
  readonly isAnsweredAndKilled: boolean;
  /**
   * The machine has a record of a call that was not made after all, or of an object that no longer exists; or the machine that has imported
   * the present object had.
   */
  readonly hasStaleRecord: boolean;
  /** The creation of the object failed on another machine, and nothing is refreshed: the plan does not get its private data. */
  readonly isMadeElsewhere: boolean;
}

/**
 * A situation in which the properties ask for more than the decided behaviour (decision 018). An instance that has come into it is left out
 * of the properties for the rest of its history; a story in stories.test.ts shows it.
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
    name: "a creation that failed on another machine is planned without a refresh",
    isMet: ({ isMadeElsewhere }) => isMadeElsewhere,
  },
  {
    name: "a deletion of unknown end is wanted or given up with other triggers than those it was sent with",
    isMet: ({ account: { deletion }, wish }) => deletion?.known === "unknown" && deletion.trigger !== wish.trigger,
  },
];
