import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { draftIn, sweepDrafts } from "./drafts";

/** Who may use a file: its owner alone, or others too, as far as the umask of the process lets them; a program can be run. */
type Access = "private" | "shared" | "program";

const modes: Readonly<Record<Access, number>> = { private: 0o600, shared: 0o666, program: 0o777 };

/**
 * Writes a file whole: to a draft beside it, which is then moved into its place. Readers see the old file or the new one. The
 * draft has a name that nobody can guess and is created exclusively, so that no link leads the write elsewhere; a link in the
 * place of the file is replaced, and the file it leads to is left alone. The file is durable when this returns. Drafts that a
 * killed process left in the folder are removed. The folder must exist. Throws the system's error.
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

/** Throws the system's error if `writeWholeFile` cannot make a file in the folder of `file`. Leaves nothing behind. */
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

/** Codes of systems that open no folder, or sync none. There the new name is as durable as the system makes it. */
const noFolderSync: readonly (string | undefined)[] = ["EACCES", "EBADF", "EINVAL", "EISDIR", "ENOTSUP", "EPERM"];

/** A rename is durable once its folder is. */
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
