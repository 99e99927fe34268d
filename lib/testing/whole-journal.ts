import type { Emulator } from "../emulator/emulator";
import type { JournalEntry } from "../emulator/journal/entry";

/**
 * Every call that an emulator has received. Throws if the journal has dropped some: a test of such a journal would pass or fail by chance.
 */
export function wholeJournal(emulator: Pick<Emulator, "journal" | "dropped">): readonly JournalEntry[] {
  const dropped = emulator.dropped();
  if (dropped === 0) return emulator.journal();
  const calls = dropped === 1 ? "1 read call" : `${dropped} read calls`;
  throw new Error(
    `The emulator's journal is not complete: it dropped ${calls} to save memory, the oldest first. calls() has every call that ` +
      "changes something. To see every read, make the fleet smaller, read the journal after each step, or look at fewer steps in one test; " +
      "GET /_emulator/journal gives the other calls, with the number of dropped ones in the header x-dropped.",
  );
}
