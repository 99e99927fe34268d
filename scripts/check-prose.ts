/**
 * `npm run check` runs this: it fails for phrases that need plainer words, in every file of the repository. Without git it passes. With
 * `--commits` it also checks the subjects of the commits since the main branch.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { subjectProblems } from "./check/commit-subjects";
import { gitIn } from "./check/git";
import { proseProblems } from "./check/prose";

const root = resolve(__dirname, "..");
const git = gitIn(root);

const problems = [
  ...proseProblems(git, (file) => readFileSync(join(root, file), "utf8")),
  ...(process.argv.includes("--commits") ? subjectProblems(git, process.env["GITHUB_BASE_REF"]) : []),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
