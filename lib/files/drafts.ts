import { randomBytes } from "node:crypto";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

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
  for (const name of namesIn(folder)) {
    if (draftName.test(name)) removeIfOld(join(folder, name));
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function removeIfOld(path: string): void {
  try {
    const entry = lstatSync(path);
    if (entry.isFile() && Date.now() - entry.mtimeMs > oldAfterMs) rmSync(path, { force: true });
  } catch {
    // Another process has removed the file, or another user owns it.
  }
}
