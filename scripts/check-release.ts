/** `npx tsx scripts/check-release.ts TAG PLACE`: fails with the reasons if a release of this tag from this place would be wrong. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { releaseProblems } from "./release/release-problems";
import { repository } from "./repository/repository";

const root = resolve(__dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const [tag = "", place = ""] = process.argv.slice(2);

const { version } = JSON.parse(read("package.json")) as { readonly version: string };
const problems = releaseProblems({ version, tag, place, changelog: read("CHANGELOG.md"), repository });
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
