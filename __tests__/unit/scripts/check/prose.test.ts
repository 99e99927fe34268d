import type { Git } from "../../../../scripts/check/git";
import { proseProblems } from "../../../../scripts/check/new-prose";

const diff = `diff --git docs/a.md docs/a.md
--- docs/a.md
+++ docs/a.md
@@ -3,0 +4,2 @@ heading
+Whoever reads this.
+++ is no heading of a diff
@@ -9 +11,0 @@
-This is no loss.
diff --git scripts/check/phrases.ts scripts/check/phrases.ts
--- scripts/check/phrases.ts
+++ scripts/check/phrases.ts
@@ -1 +1 @@
-old
+whoever
`;

/** A repository of which git answers these questions, by their first words, and no others. */
const repository = (answers: Readonly<Record<string, string>>): Git => {
  return (...args) => Object.entries(answers).find(([question]) => args.join(" ").startsWith(question))?.[1];
};
const known = {
  "rev-parse --verify --quiet origin/HEAD": "abc\n",
  "merge-base HEAD origin/HEAD": "abc\n",
  "ls-files": "",
};
const nothingNew = (): string => "";

test("lines that a branch adds are named with file, line and advice; lines that it removes are not", () => {
  expect(proseProblems(repository({ ...known, diff }), nothingNew, undefined)).toEqual([
    'docs/a.md:4 has "Whoever": name the person or the program.',
    'docs/a.md:5 has "is no h": write "is not a …".',
  ]);
});

test("every line of a file that git does not know yet is looked at", () => {
  const git = repository({ ...known, diff: "", "ls-files": "new.md\0other.md\0" });
  const read = (file: string): string => (file === "new.md" ? "fine\nThey are none.\n" : "fine");
  expect(proseProblems(git, read, undefined)).toEqual(['new.md:2 has "are none": write "are not …".']);
});

test("a pull request is compared with the branch that it is for", () => {
  const git = repository({
    "rev-parse --verify --quiet origin/next": "abc\n",
    "merge-base HEAD origin/next": "abc\n",
    "ls-files": "",
    diff,
  });
  expect(proseProblems(git, nothingNew, "next")).toHaveLength(2);
});

test("without git, and without a main branch, there is nothing to compare with", () => {
  expect(proseProblems(repository({}), nothingNew, undefined)).toEqual([]);
  expect(proseProblems(repository({ diff }), nothingNew, "")).toEqual([]);
});
