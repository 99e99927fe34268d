/**
 * `npx tsx scripts/record-versions.ts [-t PROGRAM]`: runs the lane `versions`, or its stories on one program, and adds the passed ones to
 * `__tests__/versions/passed.json`; `npm run docs` then puts them on the page. Run it after `npm run build`. `DMS_TERRAFORMS` names the
 * programs that the lane does not bring.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { format } from "prettier";
import { coreStories } from "../__tests__/support/versions/core-stories";
import { type JestRun, joinedRecord, recordOf, type VersionRecord } from "./versions/record";

const root = resolve(__dirname, "..");

async function main(forJest: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "versions-"));
  try {
    const outputFile = join(folder, "run.json");
    const jest = require.resolve("jest/bin/jest");
    const args = [jest, "--selectProjects=versions", "--json", `--outputFile=${outputFile}`, ...forJest];
    spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
    const run = recordOf(JSON.parse(readFileSync(outputFile, "utf8")) as JestRun, coreStories);
    const file = join(root, "__tests__/versions/passed.json");
    const record = joinedRecord(JSON.parse(readFileSync(file, "utf8")) as VersionRecord, run);
    writeFileSync(file, await format(JSON.stringify(record), { parser: "json", printWidth: 120 }));
    for (const { name, stories } of record.programs) console.log(`${name}: ${stories} stories`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch((failure: unknown) => {
  console.error(failure instanceof Error ? failure.message : failure);
  process.exitCode = 1;
});
