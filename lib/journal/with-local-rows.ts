import { type Journal, newestRows, type Rows } from "../domain/ledger/journal";

/**
 * A journal that a team shares, together with the rows that this machine has written while its journal was in files: only they know of a
 * run that was killed before the change. Rows on this machine are read, dropped when state holds their end, and never added.
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
