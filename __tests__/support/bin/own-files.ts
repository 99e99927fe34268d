import { randomBytes } from "node:crypto";
import { createOwnFiles, type OwnFiles } from "../../../lib/journal/own-files";
import type { RecordKey } from "../../../lib/journal/record-key";

/** A key of a user. */
export function keyOf(): RecordKey {
  const key = randomBytes(32);
  return { read: () => key, make: () => key };
}

/** For a user whose key cannot be kept. */
export const noKey: RecordKey = { read: () => undefined, make: () => undefined };

/** Files of this user below `root`. */
export function ownFilesBelow(root: string, key: RecordKey = keyOf()): OwnFiles {
  return createOwnFiles({ root, within: root, userId: process.getuid!(), key });
}
