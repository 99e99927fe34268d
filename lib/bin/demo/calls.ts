import { visibleLine } from "../../domain/texts/visible-line";
import type { Announcement } from "./announcement";
import type { JournalEntry } from "../../emulator/journal/entry";

/** The differences between announcement and calls, as sentences; empty if the calls are exactly the announced ones, in that order. Pure. */
export function findDifferences(announcement: Announcement, journal: readonly JournalEntry[]): readonly string[] {
  const announced = announcement.actions
    .filter(({ action }) => action !== "verify")
    .map(({ action, instance_id }) => `${action} ${instance_id}`);
  const writes = writesOf(journal);
  const differences: string[] = [];
  if (announced.join() !== writes.actions.join()) {
    differences.push(
      `announced: ${announced.join(", ") || "nothing"}; called: ${writes.actions.join(", ") || "nothing"}`,
    );
  }
  const purges = Math.min(1, announcement.purged.length);
  if (purges !== writes.purges) {
    differences.push(`${purges === 1 ? "a purge" : "no purge"} was announced; ${writes.purges} were called`);
  }
  return differences;
}

/** The calls in order, for people: each write call on its line, and the number of looks between them. Pure. */
export function describeCalls(journal: readonly JournalEntry[]): readonly string[] {
  const lines: string[] = [];
  let looks = 0;
  const flush = () => {
    if (looks > 0) lines.push(`${looks} × GET …/instances`);
    looks = 0;
  };
  for (const entry of journal) {
    if (!isWrite(entry)) {
      looks += 1;
      continue;
    }
    flush();
    const call = `${entry.method} ${entry.path} ${JSON.stringify(entry.body)}`;
    lines.push(visibleLine(`${call} → ${entry.status ?? "connection cut"}`));
  }
  flush();
  return lines;
}

interface Writes {
  /** One text per instance: "restart <id>". */
  readonly actions: readonly string[];
  /** The number of calls that delete all failed creations. */
  readonly purges: number;
}

/** The write calls of this demonstration: batch calls that name instances, and purges, which name none. */
function writesOf(journal: readonly JournalEntry[]): Writes {
  const bodies = journal.filter(isWrite).map(({ body }) => body as { action: string; instances?: string[] });
  return {
    actions: bodies.flatMap(({ action, instances }) => (instances ?? []).map((id) => `${action} ${id}`)),
    purges: bodies.filter(({ instances }) => instances === undefined).length,
  };
}

function isWrite(entry: JournalEntry): boolean {
  return entry.method !== "GET";
}
