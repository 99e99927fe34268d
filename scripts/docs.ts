/**
 * `npm run docs [-- --check]`: writes docs/ from the provider's schemas, the types and comments of the constructs, docs/templates
 * and examples/, the quotations in README.md and docs/guides, and all texts with the repository's address; with `--check` it names the
 * files that are out of date.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { generatedFiles, generatedFolders } from "./docs/generated-files";

const root = resolve(__dirname, "..");

async function main(check: boolean): Promise<void> {
  const files = await generatedFiles(root);
  for (const [path, text] of files) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    if (check) complain(`${path} is out of date`);
    else write(file, text);
  }
  for (const path of strayFiles().filter((stray) => !files.has(stray))) {
    if (check) complain(`${path} describes nothing that exists`);
    else rmSync(join(root, path));
  }
}

function complain(problem: string): void {
  console.error(`${problem}: run "npm run docs".`);
  process.exitCode = 1;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Files in the folders of generated pages that are not generated. */
function strayFiles(): readonly string[] {
  return generatedFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`));
}

main(process.argv.includes("--check")).catch((failure: unknown) => {
  console.error(failure instanceof Error ? failure.message : failure);
  process.exitCode = 1;
});
