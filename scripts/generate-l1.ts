/** `tsx scripts/generate-l1.ts`: writes lib/constructs/l1 from the provider's schemas. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { l1Sources } from "./l1/sources";

async function main(): Promise<void> {
  const folder = resolve(__dirname, "..", "lib", "constructs", "l1");
  for (const [name, source] of await l1Sources()) writeFileSync(join(folder, name), source);
}

main().catch((failure: unknown) => {
  console.error(failure);
  process.exitCode = 1;
});
