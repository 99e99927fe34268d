import { setTimeout as sleep } from "node:timers/promises";

interface Waiting {
  /** The process that brings the event about: there is nothing to wait for once it has ended. */
  readonly process?: { readonly exitCode: number | null; readonly signalCode: NodeJS.Signals | null };
  /** @default two minutes, for a machine with much else to do */
  readonly withinMs?: number;
  /** @default 10 */
  readonly everyMs?: number;
}

/** Waits for an event, which has a name for the error when it does not come. */
export async function until(
  event: string,
  hasCome: () => boolean | Promise<boolean>,
  { process, withinMs = 120_000, everyMs = 10 }: Waiting = {},
): Promise<void> {
  const deadlineMs = Date.now() + withinMs;
  while (!(await hasCome())) {
    const isOver = process !== undefined && (process.exitCode !== null || process.signalCode !== null);
    // It may have come between the two looks.
    if (isOver && !(await hasCome())) throw new Error(`${event} did not come before the end of the process`);
    if (isOver) return;
    if (Date.now() > deadlineMs) throw new Error(`${event} did not come within ${String(withinMs)} ms`);
    await sleep(everyMs);
  }
}
