import { existsSync, mkdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/**
 * Makes what is missing of `folder` below `root`, one by one: what somebody has removed under a running process is not made
 * anew, and Node's own recursion never returns where no folder can be made, as below /proc. Both are absolute paths, `root`
 * is there. `mode`: rights of what is made. Throws.
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
    // Another process was quicker.
    if ((thrown as NodeJS.ErrnoException).code !== "EEXIST") throw thrown;
  }
}
