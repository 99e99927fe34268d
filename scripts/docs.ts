/**
 * `npm run docs [-- --check]`: writes docs/ from the provider's schemas, the types and comments of the constructs, docs/templates
 * and examples/, the quotations in README.md and docs/guides, and all texts with the repository's address; with `--check` it names the
 * files that are out of date.
 */
import { resolve } from "node:path";
import { generatedFiles, generatedFolders } from "./docs/generated-files";
import { bringUpToDate, outdatedFiles } from "./docs/outdated-files";

const root = resolve(__dirname, "..");

async function main(check: boolean): Promise<void> {
  const files = await generatedFiles(root);
  if (check) {
    for (const { path, problem } of outdatedFiles(root, files, generatedFolders)) complain(`${path} ${problem}`);
  } else {
    bringUpToDate(root, files, generatedFolders);
  }
}

function complain(problem: string): void {
  console.error(`${problem}: run "npm run docs".`);
  process.exitCode = 1;
}

main(process.argv.includes("--check")).catch((failure: unknown) => {
  console.error(failure instanceof Error ? failure.message : failure);
  process.exitCode = 1;
});
