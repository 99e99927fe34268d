/**
 * `tsx scripts/generate-l1.ts [--check]`: writes lib/constructs/l1 from the provider's schemas, or names the files that are out of date.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { l1Sources } from "./l1/sources";

async function main(check: boolean): Promise<void> {
  const folder = resolve(__dirname, "..", "lib", "constructs", "l1");
  for (const [name, source] of await l1Sources()) {
    const file = join(folder, name);
    if (existsSync(file) && readFileSync(file, "utf8") === source) continue;
    if (check) {
      console.error(`lib/constructs/l1/${name} is not what scripts/generate-l1.ts makes of the schemas: run it again.`);
      process.exitCode = 1;
    } else {
      writeFileSync(file, source);
    }
  }
}

main(process.argv.includes("--check")).catch((failure: unknown) => {
  console.error(failure);
  process.exitCode = 1;
});
