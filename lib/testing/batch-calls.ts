import type { JournalEntry } from "../emulator/journal/entry";

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
