import type { JournalEntry } from "../emulator/journal/entry";
import type { Emulator } from "../emulator/emulator";

/** One call that restarts or deletes, as the emulator received it. */
export interface BatchCall {
  readonly action: string;
  /** Ids in the order of the request; `undefined` for a purge of failed creations. */
  readonly instances: readonly string[] | undefined;
  /** The word for "all failed creations of this engine"; `undefined` for a call with instances. */
  readonly allFailure: string | undefined;
  /** The answer's status; `null` if the connection was cut before an answer. */
  readonly status: number | null;
}

/** The batch calls of a journal, in its order. Pure. */
export function batchCalls(journal: readonly JournalEntry[]): readonly BatchCall[] {
  return journal
    .filter(({ method, path }) => method === "POST" && path.endsWith("/instances/action"))
    .map(({ body, status }) => {
      const request = (typeof body === "string" ? JSON.parse(body) : body) as {
        readonly action: string;
        readonly instances?: readonly string[];
        readonly allFailure?: string;
        readonly all_failure?: string;
      };
      const { action, instances, allFailure = request.all_failure } = request;
      return { action, instances, allFailure, status };
    });
}

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
