import { createEmulator } from "../lib/emulator/emulator";
import type { JournalEntry } from "../lib/emulator/journal";
import { fleetIds, fleetSeed, lifecycleOf, projectId } from "./fleet";
import { providerBlock, type Workspaces } from "./fleet-workspace";

/** What one apply asked of the service to restart a fleet. */
export interface RestartCalls {
  readonly size: number;
  readonly tookMs: number;
  readonly posts: number;
  readonly largestBatch: number;
  /** Whether every instance stands in exactly one batch. */
  readonly eachOnce: boolean;
  readonly lists: number;
  readonly singleReads: number;
}

/** Restarts here take 0.1 to 0.5 seconds. */
const speed = 1_800;

/** Changes the trigger of a whole fleet and counts what the emulator received during that apply. */
export async function countRestartCalls(workspaces: Workspaces, size: number): Promise<RestartCalls> {
  const emulator = createEmulator({ seed: fleetSeed(size), speed, restartingShownMs: 300 });
  try {
    const { url } = await emulator.listen();
    const provider = providerBlock(url, projectId);
    const workspace = await workspaces.create(`restart-${size}`, provider + lifecycleOf(size, "1"));
    await workspace.terraform("apply", "-input=false", "-auto-approve");
    const before = emulator.journal().length;
    workspace.configure(provider + lifecycleOf(size, "2"));
    const tookMs = await workspace.terraform("apply", "-input=false", "-auto-approve");
    return { size, tookMs, ...countCalls(emulator.journal().slice(before), fleetIds(size)) };
  } finally {
    await emulator.close();
  }
}

function countCalls(journal: readonly JournalEntry[], ids: readonly string[]): Omit<RestartCalls, "size" | "tookMs"> {
  const batches = journal
    .filter(({ method }) => method === "POST")
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
