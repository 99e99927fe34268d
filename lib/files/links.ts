import { closeSync, constants, lstatSync, openSync, readFileSync, writeSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** The objection to a path, as the end of a sentence that begins with the path. */
export const linkObjection = "is a symbolic link, and links are not followed there";

/** The error for a symbolic link instead of a file or folder. */
class LinkRefused extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`${path} ${linkObjection}`);
    this.path = path;
  }
}

/** Throws for the first part of `path` below `root` that is a symbolic link, and names it. Parts that do not exist are fine. */
export function refuseLinks(root: string, path: string): void {
  const link = pathsBelow(root, path).find(isLink);
  if (link !== undefined) throw new LinkRefused(link);
}

/** Every folder from below `root` down to `path`, and `path` itself; empty if they are the same. Pure. */
export function pathsBelow(root: string, path: string): readonly string[] {
  const parts = relative(root, path).split(sep);
  return parts[0] === "" ? [] : parts.map((_, index) => join(root, ...parts.slice(0, index + 1)));
}

/**
 * Appends text to a file, and makes the file if it does not exist. Never waits: a pipe without a reader counts as a file that cannot be
 * written. Throws if `path` is a symbolic link, and the system's error.
 */
export function appendText(path: string, text: string): void {
  const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = constants;
  const handle = openNoLink(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK);
  try {
    writeSync(handle, text);
  } finally {
    closeSync(handle);
  }
}

/** The text of a file. Throws if `path` is a symbolic link, and the system's error. */
export function readText(path: string): string {
  const handle = openNoLink(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return readFileSync(handle, "utf8");
  } finally {
    closeSync(handle);
  }
}

// Windows has neither the flag nor its code, so links are checked first there.
const noFollow = (constants.O_NOFOLLOW as number | undefined) ?? 0;

function openNoLink(path: string, flags: number): number {
  if (noFollow === 0 && isLink(path)) throw new LinkRefused(path);
  try {
    return openSync(path, flags | noFollow, 0o666);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === "EMLINK" || (code === "ELOOP" && isLink(path))) throw new LinkRefused(path);
    throw thrown;
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
