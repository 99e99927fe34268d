import type { JournalEntry } from "../lib/emulator/journal/entry";

/** The calls of some commands to the service. */
export interface Calls {
  readonly posts: number;
  readonly largestBatch: number;
  /** Whether every instance is in exactly one batch. */
  readonly eachOnce: boolean;
  readonly lists: number;
  readonly singleReads: number;
}

/** Counts the calls of a journal; `ids`: the instances to be acted on. Pure. */
export function countCalls(journal: readonly JournalEntry[], ids: readonly string[]): Calls {
  const batches = journal
    .filter(({ method, status }) => method === "POST" && status !== null && status < 300)
    .map(({ body }) => (body as { readonly instances?: readonly string[] }).instances ?? []);
  const reads = journal.filter(({ method }) => method === "GET");
  const lists = reads.filter(({ path }) => path.endsWith("/instances")).length;
  return {
    posts: batches.length,
    largestBatch: Math.max(0, ...batches.map(({ length }) => length)),
    eachOnce: [...batches.flat()].sort().join() === [...ids].sort().join(),
    lists,
    singleReads: reads.length - lists,
  };
}
