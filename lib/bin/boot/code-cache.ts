import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { isAbsolute, join, parse, resolve } from "node:path";
import { pathVariableOf, variableOf } from "../../domain/environment";
import { makeFolders } from "../../files/folders";

/** Compiled code as V8 gives it, and how much of the program had been loaded where it was made. */
interface KeptCode {
  readonly data: Buffer;
  /** Parts. The more of them, the more of the functions are compiled in it. */
  readonly depth: number;
}

/** Compiled code of one program, kept for the next process. No method throws. */
export interface CodeCache {
  /** `undefined` when there is none, and for a file that is damaged or that others could have written. */
  read(name: string): KeptCode | undefined;
  write(name: string, code: KeptCode): void;
}

const digestBytes = 32;
const headBytes = digestBytes + 1;

/** So many files stay: a program has a handful, and other versions of it and of Node.js have their own. */
const maxFiles = 32;

/** Code that is run unseen must be of the user's making: no other user may read or write it. */
const ofOthers = 0o077;

/**
 * Files of one folder, which is made for the user alone. V8 looks only at the length of a source, so `key` must be another one for every
 * program; a version of Node.js and a kind of processor have their own files.
 */
export function createCodeCache(folder: string, key: string, userId: number): CodeCache {
  const fileOf = (name: string): string => join(folder, [key, process.version, process.arch, name].join("-"));
  return {
    read: (name) => quietly(() => readCode(fileOf(name), userId)),
    write: (name, code) => {
      quietly(() => {
        makeFolders(parse(folder).root, folder, 0o700);
        const { uid, mode } = lstatSync(folder);
        if (uid !== userId || (mode & ofOthers) !== 0) return;
        writeCode(fileOf(name), code);
        removeOldest(folder);
      });
    },
  };
}

function readCode(file: string, userId: number): KeptCode | undefined {
  if (!existsSync(file)) return undefined;
  // A pipe of another user in its place would hold the process up.
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const status = fstatSync(handle);
    if (!status.isFile() || status.uid !== userId || (status.mode & ofOthers) !== 0) return undefined;
    const bytes = readFileSync(handle);
    const digest = digestOf(bytes.subarray(digestBytes));
    if (bytes.length <= headBytes || !digest.equals(bytes.subarray(0, digestBytes))) return undefined;
    return { depth: bytes.readUInt8(digestBytes), data: bytes.subarray(headBytes) };
  } finally {
    closeSync(handle);
  }
}

/** Whole, or not at all: other processes read and write the same file. Not by lib/files, which waits for the disk: a process ends here. */
function writeCode(file: string, { data, depth }: KeptCode): void {
  const content = Buffer.concat([Buffer.of(depth), data]);
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, Buffer.concat([digestOf(content), content]), { flag: "wx", mode: 0o600 });
    renameSync(draft, file);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw thrown;
  }
}

/** Finds damage, and no intent: a program that can write the file can write a digest that fits. */
function digestOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

function removeOldest(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name));
  if (files.length <= maxFiles) return;
  const byAge = files.map((file) => ({ file, at: statSync(file).mtimeMs })).sort((one, other) => other.at - one.at);
  for (const { file } of byAge.slice(maxFiles)) rmSync(file, { force: true });
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/**
 * The folder of this package among those in which programs keep files for the user that they can make again (XDG Base Directory
 * Specification); `undefined` if there is none, or where `NODE_DISABLE_COMPILE_CACHE` forbids Node.js to keep code. A home that does not
 * exist is not made.
 */
export function codeCacheFolder(env: NodeJS.ProcessEnv): string | undefined {
  if (variableOf(env, "NODE_DISABLE_COMPILE_CACHE") !== undefined) return undefined;
  const whole = (name: string): string | undefined =>
    [pathVariableOf(env, name) ?? ""].find((path) => isAbsolute(path));
  const given = whole("XDG_CACHE_HOME");
  if (given !== undefined) return join(resolve(given), "dms-lifecycle", "code");
  const home = whole("HOME");
  return home === undefined || !existsSync(home) ? undefined : join(resolve(home), ".cache", "dms-lifecycle", "code");
}
