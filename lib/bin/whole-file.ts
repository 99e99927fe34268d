import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file whole and renames it into place, so that no reader sees half of it. Durable when it returns; nobody but the
 * user can read it. Throws.
 */
export function writeWholeFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
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
