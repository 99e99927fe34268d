import { dirname } from "node:path";
import { makeFolders } from "../../files/make-folders";
import { writeWholeFile } from "../../files/whole-file";

/**
 * Writes a file whole that only the user can read. Folders are made as needed below `root` (an absolute path), which must exist.
 * Throws.
 */
export function writePrivateFile(file: string, text: string, root: string): void {
  makeFolders(root, dirname(file), 0o700);
  writeWholeFile(file, text, "private");
}

/** Does what may fail without harm, and tells why it did. */
export function attempt(onProblem: (message: string) => void, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    onProblem(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
