import { type Dirent, lstatSync, readdirSync, rmSync } from "node:fs";

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
