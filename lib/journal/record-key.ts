import { randomBytes } from "node:crypto";
import { existsSync, lstatSync } from "node:fs";
import { dirname, isAbsolute, join, parse, resolve } from "node:path";
import { readText } from "../files/links";
import { makeFolders, objectToFolder } from "../files/folders";
import { writeWholeFile } from "../files/whole-file";
import { attempt } from "./attempt";
import { pathVariableOf } from "../domain/environment";

/** A random key of this user on this machine, kept outside of all projects. No method throws. */
export interface RecordKey {
  /** The key; `undefined` without one. */
  read(): Buffer | undefined;
  /** The key, made if it does not exist; `undefined` if it cannot be kept. */
  make(): Buffer | undefined;
}

interface RecordKeyOptions {
  readonly env: NodeJS.ProcessEnv;
  /** User number of this process; `undefined` on systems without user numbers. */
  readonly userId: number | undefined;
  readonly onProblem: (message: string) => void;
}

/** The key in the user's folder for state (`XDG_STATE_HOME`, else `~/.local/state`), readable only for the user. */
export function createRecordKey({ env, userId, onProblem }: RecordKeyOptions): RecordKey {
  const folder = stateFolder(env);
  let known: Buffer | undefined;
  let isUseless = folder === undefined;
  const complain = (message: string): void => {
    isUseless = true;
    onProblem(`${message}; run records of this user and those of others look the same`);
  };
  const load = (work: (file: string) => Buffer | undefined): Buffer | undefined => {
    if (known !== undefined || isUseless || folder === undefined) return known;
    attempt(complain, () => {
      const objection = objectToFolder(dirname(folder), folder, userId);
      if (objection !== undefined) throw new Error(objection);
      known = work(join(folder, "record-key"));
    });
    return known;
  };
  return {
    read: () => load((file) => readKey(file, userId)),
    make: () =>
      load((file) => {
        const present = readKey(file, userId);
        if (present !== undefined) return present;
        makeFolders(parse(file).root, dirname(file), 0o700);
        writeWholeFile(file, randomBytes(32).toString("hex"), "private");
        // Two processes that make a key at the same time both use the one that stays.
        return readKey(file, userId);
      }),
  };
}

/**
 * The folder of this package among those in which programs keep state for the user; `undefined` if there is none. A home that does not
 * exist is not made. A path that is not whole is passed over (XDG Base Directory Specification): it would lead into the project, where
 * others have the key too.
 */
export function stateFolder(env: NodeJS.ProcessEnv): string | undefined {
  const whole = (name: string): string | undefined =>
    [pathVariableOf(env, name) ?? ""].find((path) => isAbsolute(path));
  const given = whole("XDG_STATE_HOME");
  if (given !== undefined) return join(resolve(given), "dms-lifecycle");
  const home = whole("HOME") ?? whole("USERPROFILE");
  return home === undefined || !existsSync(home) ? undefined : join(resolve(home), ".local", "state", "dms-lifecycle");
}

/** Reads the key, which others must not have read or written. */
function readKey(file: string, userId: number | undefined): Buffer | undefined {
  const entry = lstatSync(file, { throwIfNoEntry: false });
  if (entry === undefined) return undefined;
  if (userId !== undefined && (entry.uid !== userId || (entry.mode & 0o077) !== 0)) {
    throw new Error(`${file} is not a file that only this user can read and write`);
  }
  const text = readText(file);
  return /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, "hex") : undefined;
}
