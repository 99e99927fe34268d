/**
 * `npm run mutate [-- FILE…]`: changes the code of `lib/domain/ledger` and `lib/domain/rollout`, one small change (mutant) after another, and
 * looks whether a test notices. `FILE`: only these, perhaps with lines, as Stryker takes them (`lib/domain/ledger/run.ts:20-30`). Prints the
 * mutants that survive, and fails if they are too many in a folder. Stryker is installed once, in the user's cache.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { installedOnce, runInstaller } from "../__tests__/support/programs/installed-once";
import { type MutantResult, scoreLines } from "./mutate/score";
import { mutatedFolders } from "./mutate/test-files";

const stryker = "@stryker-mutator/core";
const version = "9.6.1";
const leastPercent = 90;
/** The random parts of the tests are the same in each run, and so are the figures. */
const fixedSeed = "1";
const root = resolve(__dirname, "..");

interface StrykerModule {
  readonly Stryker: new (options: object) => { runMutationTest(): Promise<readonly MutantResult[]> };
}

async function main(files: readonly string[]): Promise<number> {
  const installed = await installedOnce(`stryker-${version}`, (draft) =>
    runInstaller("npm", ["install", "--prefix", draft, "--no-audit", "--no-fund", `${stryker}@${version}`], root),
  );
  const { Stryker } = (await import(
    pathToFileURL(createRequire(join(installed, "package.json")).resolve(stryker)).href
  )) as StrykerModule;
  const temporary = mkdtempSync(join(tmpdir(), "dms-mutants-"));
  process.chdir(root);
  process.env["CHAOS_SEED"] = fixedSeed;
  try {
    const results = await new Stryker(optionsOf(files, temporary)).runMutationTest();
    const { lines, isEnough } = scoreLines(results, leastPercent);
    for (const line of lines) console.log(line);
    return isEnough ? 0 : 1;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function optionsOf(files: readonly string[], temporary: string): object {
  return {
    mutate: files.length > 0 ? files : mutatedFolders.map((folder) => `${folder}/**/*.ts`),
    testRunner: "in-process",
    plugins: [join(__dirname, "mutate/plugin.cjs")],
    coverageAnalysis: "perTest",
    concurrency: availableParallelism(),
    timeoutMS: 20_000,
    reporters: ["clear-text", "progress-append-only"],
    clearTextReporter: { allowColor: process.stdout.isTTY, logTests: false, reportTests: false },
    allowConsoleColors: process.stdout.isTTY,
    ignorePatterns: ["**", "!lib/**/*.ts", "!__tests__/**/*.ts", "!package.json"],
    tempDirName: temporary,
  };
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (failure: unknown) => {
    console.error(failure instanceof Error ? failure.message : failure);
    process.exitCode = 1;
  },
);
