import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type Dirent, lstatSync, readdirSync, rmSync } from "node:fs";

/** Names of drafts. A user's file does not have such a name by accident. */
const draftName = /^\.dms-lifecycle-[0-9a-f]{32}\.draft$/;

/** Age after which a draft is abandoned, longer than any write. */
const oldAfterMs = 3_600_000;

/** A new path in `folder` for a draft, with 128 random bits in its name. */
export function draftIn(folder: string): string {
  return join(folder, `.dms-lifecycle-${randomBytes(16).toString("hex")}.draft`);
}

/** Folders that this process has swept. Only a killed process leaves a draft, so one sweep is enough. */
const swept = new Set<string>();

/**
 * Removes the drafts that a killed process has left in `folder`: files with the name of a draft that are older than an hour. Each
 * process sweeps a folder once. Never throws.
 */
export function sweepDrafts(folder: string): void {
  if (swept.has(folder)) return;
  swept.add(folder);
  const oldestMs = Date.now() - oldAfterMs;
  for (const entry of entriesIn(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile() && draftName.test(entry.name) && isOlder(path, oldestMs)) removeFile(path);
  }
}

/** The entries of a folder; none if it cannot be read. */
export function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Whether a file, folder or link was last changed before that time. False for one that is not there. */
export function isOlder(path: string, oldestMs: number): boolean {
  try {
    return lstatSync(path).mtimeMs < oldestMs;
  } catch {
    return false;
  }
}

/** Removes a file if that is possible: another process may have removed it, or another user may own it. Never throws. */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It stays.
  }
}
