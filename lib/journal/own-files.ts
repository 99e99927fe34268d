import { createHmac, timingSafeEqual } from "node:crypto";
import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readText } from "../files/links";
import { makeFolders, objectToFolder } from "../files/folders";
import { writeWholeFile } from "../files/whole-file";
import { readJson } from "../domain/texts/json-fault";
import { objectOf } from "../domain/ledger/stored";
import type { RecordKey } from "./record-key";

type Stored = Readonly<Record<string, unknown>>;

/** The content of a file, and whether this user's provider wrote it at this place. */
interface Read {
  readonly stored: Stored;
  readonly isOwn: boolean;
}

/** JSON files of the provider, in folders that only the user can write. */
export interface OwnFiles {
  /** Why the folder of a file cannot be used, as a sentence without its end; `undefined` if it can. */
  objection(file: string): string | undefined;
  /** Reads a file. Throws for a file in an unusable folder, for a link, and for text that is not a JSON object. */
  read(file: string): Read;
  /** Writes a whole file; `isOwn`: marked as written by this user's provider. Throws the system's error. */
  write(file: string, stored: Stored, isOwn: boolean): void;
}

interface OwnFilesOptions {
  /** An absolute path; it is not created if it does not exist. */
  readonly root: string;
  /** A folder below `root`, or `root` itself: every folder below it must be the user's own. */
  readonly within: string;
  readonly userId: number | undefined;
  readonly key: RecordKey;
}

/**
 * Files with a seal: a code over their content and their place, made with the user's key. A file that was written by hand, by another
 * user or for another place does not have a matching seal.
 */
export function createOwnFiles({ root, within, userId, key }: OwnFilesOptions): OwnFiles {
  const objection = (file: string): string | undefined => objectToFolder(within, dirname(file), userId);
  const refuseFolder = (file: string): void => {
    const complaint = objection(file);
    if (complaint !== undefined) throw new Error(complaint);
  };
  return {
    objection,
    read: (file) => {
      refuseFolder(file);
      const { seal, ...stored } = objectOf(readJson(readText(file)), "the file");
      const known = key.read();
      return { stored, isOwn: known !== undefined && isSame(seal, sealOf(known, file, stored)) };
    },
    write: (file, stored, isOwn) => {
      makeFolders(root, dirname(file), 0o700);
      refuseFolder(file);
      const known = isOwn ? key.make() : undefined;
      const seal = known === undefined ? undefined : sealOf(known, file, stored);
      writeWholeFile(file, JSON.stringify({ ...stored, seal }), "private");
    },
  };
}

function sealOf(key: Buffer, file: string, stored: Stored): string {
  const place = join(realpathSync(dirname(file)), basename(file));
  return createHmac("sha256", key)
    .update(JSON.stringify([place, stored]))
    .digest("hex");
}

function isSame(seal: unknown, expected: string): boolean {
  const [given, right] = [Buffer.from(typeof seal === "string" ? seal : ""), Buffer.from(expected)];
  return given.length === right.length && timingSafeEqual(given, right);
}
