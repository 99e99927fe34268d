import { cpSync, existsSync, lstatSync, realpathSync } from "node:fs";
import { dirname, sep } from "node:path";

/**
 * Copies a folder with the targets of its symbolic links. The copy has no links, so writes there do not reach the source. Broken and
 * circular links are left out. `isWanted` selects the copied paths.
 */
export function copyFolder(from: string, to: string, isWanted: (path: string) => boolean): void {
  const source = realpathSync(from);
  const filter = (path: string): boolean => path === source || (isWanted(path) && !leadsAstray(source, path));
  cpSync(source, to, { recursive: true, dereference: true, filter });
}

/** Whether a path is a broken link, or one to a folder on its own path. */
function leadsAstray(source: string, path: string): boolean {
  if (!lstatSync(path).isSymbolicLink()) return false;
  if (!existsSync(path)) return true;
  const target = realpathSync(path);
  const way = foldersAround(source, path).map((folder) => realpathSync(folder));
  return way.some((folder) => folder === target || folder.startsWith(target.endsWith(sep) ? target : target + sep));
}

/** The folders around a path, up to `source`. */
function foldersAround(source: string, path: string): readonly string[] {
  const folder = dirname(path);
  return folder === source ? [source] : [...foldersAround(source, folder), folder];
}
