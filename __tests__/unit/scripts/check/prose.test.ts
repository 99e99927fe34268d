import type { Git } from "../../../../scripts/check/git";
import { proseProblems } from "../../../../scripts/check/prose";

/** A repository with these files, of which git reports some as deleted. */
const repository =
  (files: Readonly<Record<string, string>>, deleted: readonly string[] = []): Git =>
  (command, ...options) => {
    if (command !== "ls-files") return undefined;
    const listed = options.includes("--deleted") ? deleted : [...Object.keys(files), ...deleted];
    return listed.map((file) => `${file}\0`).join("");
  };
const problems = (files: Readonly<Record<string, string>>, deleted?: readonly string[]): readonly string[] =>
  proseProblems(repository(files, deleted), (file) => {
    const text = files[file];
    if (text === undefined) throw new Error(`${file} was read`);
    return text;
  });

test("every line of every file is checked, and named with file, line and advice", () => {
  expect(problems({ "docs/a.md": "Fine.\nWhoever reads this.\nThis is no loss.\n", "lib/b.ts": "// fine" })).toEqual([
    'docs/a.md:2 has "Whoever": name the person or the program.',
    'docs/a.md:3 has "is no l": write "is not a …".',
  ]);
});

test("files that quote such phrases are exempt", () => {
  expect(problems({ "scripts/check/phrases.ts": "whoever", "CONTRIBUTING.md": "nobody" })).toEqual([]);
});

test("a deleted file that git still lists is not read", () => {
  expect(problems({ "docs/a.md": "Fine." }, ["docs/gone.md"])).toEqual([]);
});

test("without git, no file is read", () => {
  const read = (): string => "whoever";
  expect(proseProblems(() => undefined, read)).toEqual([]);
});

test("texts of programs are checked as whole sentences, across their lines", () => {
  const code =
    'const a =\n  "Nothing is left. What is " +\n  "no longer there is gone, and the rest is " +\n  "no loss.";\n';
  expect(problems({ "lib/a.ts": code, "scripts/b.ts": code, "lib/types.d.ts": code })).toEqual([
    'lib/a.ts:2 has "is no l": write "is not a …".',
    'lib/a.ts:2 has "What ": name the thing.',
  ]);
});
