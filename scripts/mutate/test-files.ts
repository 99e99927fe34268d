import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The folders whose code is mutated. */
export const mutatedFolders = ["lib/domain/ledger", "lib/domain/rollout"] as const;

const testFolders = ["__tests__/unit/domain/ledger", "__tests__/unit/domain/rollout", "__tests__/unit/rollout"];

/**
 * The tests that mutants are judged by: those of the mutated code, and those of the loop that drives it. The random ones are left out, so that
 * each run gives the same figures; so are those of the loop's other parts.
 */
export function testFiles(root: string): readonly string[] {
  return testFolders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".test.ts") && !/^(many-resources|progress|purge)|\.property\./.test(name))
      .sort()
      .map((name) => `${folder}/${name}`),
  );
}
