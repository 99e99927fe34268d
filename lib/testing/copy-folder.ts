import { cpSync, existsSync, lstatSync, realpathSync } from "node:fs";
import { dirname, sep } from "node:path";

/**
 * Copies a folder with what its symbolic links lead to: the copy has none, so that nothing that is written there reaches the source.
 * Links that lead nowhere or in a circle are left out. `isWanted` tells by its path what of the folder is copied.
 */
export function copyFolder(from: string, to: string, isWanted: (path: string) => boolean): void {
  const source = realpathSync(from);
  const filter = (path: string): boolean => path === source || (isWanted(path) && !leadsAstray(source, path));
  cpSync(source, to, { recursive: true, dereference: true, filter });
}

/** Whether a path is a link that leads nowhere, or to a folder that the way to the path has been in or goes through. */
function leadsAstray(source: string, path: string): boolean {
  if (!lstatSync(path).isSymbolicLink()) return false;
  if (!existsSync(path)) return true;
  const target = realpathSync(path);
  const way = foldersAround(source, path).map((folder) => realpathSync(folder));
  return way.some((folder) => folder === target || folder.startsWith(target.endsWith(sep) ? target : target + sep));
}

/** The folders that a path lies in, up to `source`. */
function foldersAround(source: string, path: string): readonly string[] {
  const folder = dirname(path);
  return folder === source ? [source] : [...foldersAround(source, folder), folder];
}
