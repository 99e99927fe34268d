import { existsSync, mkdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

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
