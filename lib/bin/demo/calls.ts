import type { JournalEntry } from "../../emulator/journal";
import { visibleLine } from "../../domain/visible-line";
import type { Announcement } from "./announcement";

/** The calls that change something, as one line each instance: "restart <id>". A purge is "delete all failed". */
function writesOf(journal: readonly JournalEntry[]): { readonly actions: readonly string[]; readonly purges: number } {
  const bodies = journal.filter(isWrite).map(({ body }) => body as { action: string; instances?: string[] });
  return {
    actions: bodies.flatMap(({ action, instances }) => (instances ?? []).map((id) => `${action} ${id}`)),
    purges: bodies.filter(({ instances }) => instances === undefined).length,
  };
}

/** What of the announcement and the calls does not agree, as sentences; empty when every call was announced, and in that order. Pure. */
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

/** The calls in order, for people: those that change something each on its line, the looks between them counted. Pure. */
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

function isWrite(entry: JournalEntry): boolean {
  return entry.method !== "GET";
}
