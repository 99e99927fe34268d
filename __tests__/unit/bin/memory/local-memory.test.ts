import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalMemory } from "../../../../lib/bin/memory/local-memory";
import { recordOf } from "../../../support/rollout/records";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "dms-local-memory-"))));
afterEach(() => rmSync(cwd, { recursive: true }));

/** The folders that a run's record makes below the working directory. */
function foldersAfterRun(env: NodeJS.ProcessEnv): readonly string[] {
  const memory = createLocalMemory({ env: { HOME: cwd, ...env }, cwd }, (problem) => {
    throw new Error(problem);
  })({ endpoint: "http://127.0.0.1:1" });
  const record = recordOf({ result: "unknown" });
  memory.runRecords.begin().save(new Map([[record.instanceId, { record, triggers: new Map() }]]));
  return readdirSync(cwd).filter((name) => name !== ".local");
}

test.each([undefined, "", ".terraform"])("TF_DATA_DIR=%j keeps records in .terraform", (folder) => {
  expect(foldersAfterRun({ TF_DATA_DIR: folder })).toEqual([".terraform"]);
});

test("TF_DATA_DIR keeps them where it says", () => {
  expect(foldersAfterRun({ TF_DATA_DIR: "data" })).toEqual(["data"]);
});
