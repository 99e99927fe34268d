import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

interface OutdatedFile {
  /** Below the root. */
  readonly path: string;
  /** Goes on from the path: its fault. */
  readonly problem: string;
}

/** The files below `root` that are not as in `files`, then those in `folders`, which hold nothing else, that are not in it at all. */
export function outdatedFiles(
  root: string,
  files: ReadonlyMap<string, string>,
  folders: readonly string[],
): readonly OutdatedFile[] {
  const isAsGenerated = (path: string): boolean =>
    existsSync(join(root, path)) && readFileSync(join(root, path), "utf8") === files.get(path);
  const existing = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`));
  return [
    ...[...files.keys()].filter((path) => !isAsGenerated(path)).map((path) => ({ path, problem: "is out of date" })),
    ...existing.filter((path) => !files.has(path)).map((path) => ({ path, problem: "describes nothing that exists" })),
  ];
}

/** Writes and removes files that differ from `files`, until none is out of date. */
export function bringUpToDate(root: string, files: ReadonlyMap<string, string>, folders: readonly string[]): void {
  for (const { path } of outdatedFiles(root, files, folders)) {
    const file = join(root, path);
    const text = files.get(path);
    if (text === undefined) {
      rmSync(file);
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}
