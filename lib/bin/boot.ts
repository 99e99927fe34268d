import { dirname, join } from "node:path";
import { codeCacheFolder, createCodeCache } from "./code-cache";
import { createPartLoader, type PartPlace } from "./part-loader";

interface Booted {
  /** The main file of the program. */
  readonly file: string;
  /** The name of the file beside it that has the parts. */
  readonly partsName: string;
  readonly places: readonly PartPlace[];
  /** Another text for every program. */
  readonly key: string;
  readonly others: NodeJS.Require;
}

/** The `require` of a program in parts whose compiled code is kept in the user's folder for caches. */
export function boot({ file, partsName, key, ...program }: Booted): NodeJS.Require {
  const userId = process.getuid?.();
  const folder = codeCacheFolder(process.env);
  // Where users have no numbers, it cannot be told whose a file is.
  const cache = folder === undefined || userId === undefined ? undefined : createCodeCache(folder, key, userId);
  const onEnd = (listener: () => void): void => void process.once("exit", listener);
  return createPartLoader({ ...program, file, partsFile: join(dirname(file), partsName), cache, onEnd });
}
