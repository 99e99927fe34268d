import { writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDamagedProgram } from "../../framework/rules/damaged-program";
import { codeCacheFolder, createCodeCache } from "./code-cache";
import { createPartLoader } from "./part-loader";
import { type PartPlace, readPart } from "./read-part";

interface Booted {
  /** The main file of the program. */
  readonly file: string;
  /** The name of the file beside it that has the parts. */
  readonly partsName: string;
  readonly places: readonly PartPlace[];
  /** Differs for every program. */
  readonly key: string;
  readonly others: NodeJS.Require;
}

/** The `require` of a program in parts whose compiled code is kept in the user's folder for caches. */
export function boot({ file, partsName, places, key, others }: Booted): NodeJS.Require {
  const userId = process.getuid?.();
  const folder = codeCacheFolder(process.env);
  // Where users have no numbers, the owner of a file is not known.
  const cache = folder === undefined || userId === undefined ? undefined : createCodeCache(folder, key, userId);
  const onEnd = (listener: () => void): void => void process.once("exit", listener);
  const read = (index: number): string => readOrEnd(join(dirname(file), partsName), places, index);
  return createPartLoader({ file, read, others, cache, onEnd });
}

/** Without its first part a program ends with one line on stdout: the first there is what Terraform shows of a provider that does not start. */
function readOrEnd(file: string, places: readonly PartPlace[], index: number): string {
  try {
    return readPart(file, places, index);
  } catch (error) {
    if (index > 0 || !isDamagedProgram(error)) throw error;
    writeSync(1, `${(error as Error).message}\n`);
    process.exit(1);
  }
}
