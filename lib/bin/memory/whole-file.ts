import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolders } from "../../constructs/vendor/make-folders";

/**
 * Writes a file whole and renames it into place, so that no reader sees half of it. Durable when it returns; nobody but the
 * user can read it. Folders are made as needed below `root` (an absolute path), which must be there. Throws.
 */
export function writeWholeFile(file: string, text: string, root: string): void {
  makeFolders(root, dirname(file), 0o700);
  const draft = `${file}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  const handle = openSync(draft, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

/** Does what may fail without harm, and tells why it did. */
export function attempt(onProblem: (message: string) => void, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    onProblem(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
