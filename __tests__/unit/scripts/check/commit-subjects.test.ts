import { subjectProblems } from "../../../../scripts/check/commit-subjects";
import type { Git } from "../../../../scripts/check/git";

const branchWith = (log: string): Git => {
  return (...args) => (args[0] === "log" ? (args.includes("abc..HEAD") ? log : undefined) : "abc\n");
};

test("a subject of 72 characters that names one change is right", () => {
  expect(subjectProblems(branchWith(`1a2b3c4 ${"x".repeat(72)}\n`), undefined)).toEqual([]);
});

test("longer subjects, and subjects of several changes, are named with their commit", () => {
  const long = "x".repeat(73);
  expect(subjectProblems(branchWith(`1a2b3c4 ${long}\n5d6e7f8 Mend one; mend another\n`), undefined)).toEqual([
    `1a2b3c4 "${long}" has 73 characters, and 72 are allowed.`,
    '5d6e7f8 "Mend one; mend another" names several changes; one commit is one change.',
  ]);
});

test("without history nothing is wrong", () => {
  expect(subjectProblems(() => undefined, undefined)).toEqual([]);
});
