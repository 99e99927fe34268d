/**
 * `npm run check` runs this: it fails for phrases that need plainer words, in the lines that differ from the main branch. Without history
 * it passes. With `--commits` it also checks the subjects of the commits since then.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { subjectProblems } from "./check/commit-subjects";
import { gitIn } from "./check/git";
import { proseProblems } from "./check/new-prose";

const root = resolve(__dirname, "..");
const git = gitIn(root);
const pullRequestBase = process.env["GITHUB_BASE_REF"];

const problems = [
  ...proseProblems(git, (file) => readFileSync(join(root, file), "utf8"), pullRequestBase),
  ...(process.argv.includes("--commits") ? subjectProblems(git, pullRequestBase) : []),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
