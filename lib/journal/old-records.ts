import { lutimesSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { entriesIn, isOlder, removeFile } from "../files/drafts";
import { attempt } from "./attempt";

const dayMs = 86_400_000;

/** Age at which the record of a run is removed, if no command has read it since. */
const oldAfterMs = 90 * dayMs;

/** Folders that this process has swept. */
const swept = new Set<string>();

/** Marks a record that a command has read: it is not old. Never throws. */
export function keepYoung(path: string, nowMs = Date.now()): void {
  if (isOlder(path, nowMs - dayMs)) quietly(() => lutimesSync(path, nowMs / 1_000, nowMs / 1_000));
}

/**
 * Removes the records below `root` that were not written or read for ninety days, and folders that have been empty for that time: of
 * resources that were removed while the end of a call was open, and of working folders that are gone. Links are not followed. Each process
 * sweeps a folder once. Never throws.
 */
export function sweepOldRecords(root: string, nowMs = Date.now()): void {
  if (swept.has(root)) return;
  swept.add(root);
  sweep(root, nowMs - oldAfterMs);
}

function sweep(folder: string, oldestMs: number): void {
  for (const entry of entriesIn(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      // Removing a file makes its folder new: a later sweep removes the folder, when no run can be about to use it.
      const isOld = isOlder(path, oldestMs);
      sweep(path, oldestMs);
      if (isOld) quietly(() => rmdirSync(path));
    } else if (entry.isFile() && entry.name.endsWith(".json") && isOlder(path, oldestMs)) {
      removeFile(path);
    }
  }
}

/** A folder may not be empty, and a record may be removed by another process or be another user's. */
function quietly(work: () => void): void {
  attempt(() => undefined, work);
}
