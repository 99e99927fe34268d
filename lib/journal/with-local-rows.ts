import { type Journal, newestRows, type Rows } from "../domain/ledger/journal";

/**
 * A journal that a team shares, and what this machine has written down itself while its journal was in files: a run that was killed
 * before the change is known there alone. What lies on this machine is read, dropped when state holds its end, and never added to.
 */
export function withLocalRows(shared: Journal, local: Journal): Journal {
  return {
    open: async (owners, signal) => {
      const records = await shared.open(owners, signal);
      const files = await local.open(owners, signal);
      const newest = (...rows: readonly Rows[]): Rows => newestRows(rows.flatMap((each) => [...each]));
      return {
        ...records,
        load: () => newest(records.load(), files.load()),
        hearsay: () => newest(records.hearsay(), files.hearsay()),
        confirm: async (saved) => {
          await records.confirm(saved);
          await files.confirm(saved);
        },
        drop: async (ids) => {
          const problems = [await records.drop(ids), await files.drop(ids)].filter((problem) => problem !== undefined);
          return problems.length === 0 ? undefined : problems.join(" ");
        },
      };
    },
  };
}
