import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Reads of files below this machine's root, for the settings of a connection. */
interface ReadableFiles {
  readonly readFile: (path: string) => string | undefined;
  readonly readFolder: (path: string) => readonly string[] | undefined;
}

/** The files of this machine for a program that was started in `cwd`. The reads answer `undefined` where a path cannot be read. */
export function readableFiles(cwd: string): ReadableFiles {
  return {
    readFile: (path) => attempt(() => readFileSync(resolve(cwd, path), "utf8")),
    readFolder: (path) => attempt(() => readdirSync(resolve(cwd, path))),
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
