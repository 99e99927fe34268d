import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/**
 * Writes a file whole and renames it into place, so that no reader sees half of it. Durable when it returns; nobody but the
 * user can read it. Folders are made as needed below `root` (an absolute path), which must be there. Throws.
 */
export function writeWholeFile(file: string, text: string, root: string): void {
  makeFolders(root, dirname(file));
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

/** One by one: what somebody has removed under a running process is not made anew. */
function makeFolders(root: string, folder: string): void {
  let path = root;
  for (const part of relative(root, folder).split(sep)) {
    path = join(path, part);
    if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
  }
}

/** Does what may fail without harm, and tells why it did. */
export function attempt(onProblem: (message: string) => void, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    onProblem(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
