import { existsSync, mkdirSync, lstatSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { linkObjection, pathsBelow } from "./links";

/**
 * Makes the missing folders from below `root` to `folder`, one by one. It does not recreate a `root` that others have removed during the
 * run. Node's own recursion would, and it never returns if a folder cannot be made, as below /proc. Both paths are absolute, and `root`
 * exists. `mode`: rights of new folders. Throws the system's error.
 */
export function makeFolders(root: string, folder: string, mode?: number): void {
  let path = root;
  for (const part of relative(root, folder).split(sep)) {
    path = join(path, part);
    if (!existsSync(path)) makeFolder(path, mode);
  }
}

function makeFolder(path: string, mode: number | undefined): void {
  try {
    mkdirSync(path, mode);
  } catch (thrown) {
    // Another process has made the folder.
    if ((thrown as NodeJS.ErrnoException).code !== "EEXIST") throw thrown;
  }
}

/**
 * Why the content of `folder` does not count as the user's own, as a sentence without its end: a part of the path below `root` is a
 * symbolic link, belongs to another user, or is writable by others. `undefined` without such an objection, also if the folder does not
 * exist. `userId`: of this process; `undefined` on systems without user numbers such as Windows, on which owners and rights are not
 * checked.
 */
export function objectToFolder(root: string, folder: string, userId: number | undefined): string | undefined {
  for (const path of pathsBelow(root, folder)) {
    const objection = objectToPart(path, userId);
    if (objection !== undefined) return `${path} ${objection}`;
  }
  return undefined;
}

const writableByOthers = 0o022;

function objectToPart(path: string, userId: number | undefined): string | undefined {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return undefined;
  if (entry.isSymbolicLink()) return linkObjection;
  if (!entry.isDirectory()) return "is not a folder";
  if (userId === undefined) return undefined;
  if (entry.uid !== userId) return `belongs to another user (uid ${entry.uid}, and this is uid ${userId})`;
  if ((entry.mode & writableByOthers) === 0) return undefined;
  return `can be written by other users (mode ${(entry.mode & 0o777).toString(8).padStart(4, "0")})`;
}
