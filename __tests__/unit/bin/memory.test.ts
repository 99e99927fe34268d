import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemory } from "../../../lib/bin/memory";
import { recordOf } from "../../support/rollout/records";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "dms-local-memory-"))));
afterEach(() => rmSync(cwd, { recursive: true }));

/** The folders that a run's record makes below the working directory. */
async function foldersAfterRun(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const memory = createMemory({ env: { HOME: cwd, ...env }, cwd }, (problem) => {
    throw new Error(problem);
  })({ endpoint: "http://127.0.0.1:1", projectId: () => Promise.resolve("p"), journal: "file" });
  const record = recordOf({ result: "unknown" });
  const records = await memory.journal.open([], new AbortController().signal);
  await (await records.begin()).save(new Map([[record.instanceId, { record, triggers: new Map() }]]));
  return readdirSync(cwd).filter((name) => name !== ".local");
}

test.each([undefined, "", ".terraform"])("TF_DATA_DIR=%j keeps records in .terraform", async (folder) => {
  expect(await foldersAfterRun({ TF_DATA_DIR: folder })).toEqual([".terraform"]);
});

test("TF_DATA_DIR keeps them where it says", async () => {
  expect(await foldersAfterRun({ TF_DATA_DIR: "data" })).toEqual(["data"]);
});
