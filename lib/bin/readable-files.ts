import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Reads of files below this machine's root, for the settings of a connection. */
interface ReadableFiles {
  readonly readFile: (path: string) => string | undefined;
  readonly readFolder: (path: string) => readonly string[] | undefined;
}

/**
 * The files of this machine for a program that was started in `cwd`; `~/` is the home folder, as in OpenStack's tools and Terraform's
 * providers. The reads answer `undefined` where a path cannot be read.
 */
export function readableFiles(cwd: string): ReadableFiles {
  const pathOf = (text: string): string =>
    text.startsWith("~/") ? join(homedir(), text.slice(2)) : resolve(cwd, text);
  return {
    readFile: (path) => attempt(() => readFileSync(pathOf(path), "utf8")),
    readFolder: (path) => attempt(() => readdirSync(pathOf(path))),
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
