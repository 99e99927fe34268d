import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { draftIn, sweepDrafts } from "./drafts";

/** Access to a file: only its owner, or others too, limited by the umask of the process; a program is executable. */
type Access = "private" | "shared" | "program";

const modes: Readonly<Record<Access, number>> = { private: 0o600, shared: 0o666, program: 0o777 };

/**
 * Writes a whole file: a draft beside it is written and then moved to its place. Readers see the old file or the new one. The draft has an
 * unguessable name and is created exclusively, so that a link cannot redirect the write. A link instead of the file is replaced, and its
 * target stays unchanged. The file is durable when this returns. Drafts that a killed process left in the folder are removed. The folder
 * must exist. Throws the system's error.
 */
export function writeWholeFile(file: string, content: string | Uint8Array, access: Access): void {
  const folder = dirname(file);
  sweepDrafts(folder);
  const draft = draftIn(folder);
  const handle = openSync(draft, "wx", modes[access]);
  try {
    fill(handle, content);
    renameSync(draft, file);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw thrown;
  }
  syncFolder(folder);
}

/** Throws the system's error if `writeWholeFile` cannot make a file in the folder of `file`. Leaves no file. */
export function tryWholeFile(file: string): void {
  const draft = draftIn(dirname(file));
  closeSync(openSync(draft, "wx", 0o600));
  rmSync(draft);
}

function fill(handle: number, content: string | Uint8Array): void {
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Error codes of systems that cannot open or sync a folder. The new name is as durable there as the system makes it. */
const noFolderSync: readonly (string | undefined)[] = ["EACCES", "EBADF", "EINVAL", "EISDIR", "ENOTSUP", "EPERM"];

/** Syncs a folder, because a rename is durable once its folder is. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (thrown) {
    if (!noFolderSync.includes((thrown as NodeJS.ErrnoException).code)) throw thrown;
  }
}
