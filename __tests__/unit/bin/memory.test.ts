import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemory } from "../../../lib/bin/memory/memory";
import type { RunRecords, StartedRun } from "../../../lib/domain/ledger/journal";
import { recordOf } from "../../support/rollout/records";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "dms-local-memory-"))));
afterEach(() => rmSync(cwd, { recursive: true }));

const record = recordOf({ result: "unknown" });

/** The journal of a provider that Terraform has started in `folder`. */
async function journalIn(folder: string, env: NodeJS.ProcessEnv = {}): Promise<RunRecords> {
  const memory = createMemory({ env: { HOME: cwd, ...env }, cwd: folder }, (problem) => {
    throw new Error(problem);
  })({ endpoint: "http://127.0.0.1:1" });
  return memory.journal.open([], new AbortController().signal);
}

/** The same of one whose team has changed to a database, which cannot be reached. */
async function sharedJournalIn(folder: string): Promise<RunRecords> {
  const env = { HOME: cwd, PG_CONN_STR: "postgres://127.0.0.1:1/team?sslmode=disable" };
  const memory = createMemory({ env, cwd: folder }, (problem) => {
    throw new Error(problem);
  })({ endpoint: "http://127.0.0.1:1" }, { kind: "pg", projectId: () => Promise.resolve("p1") });
  return memory.journal.open([{ kind: "object", id: "one" }], new AbortController().signal);
}

async function sentIn(folder: string, env: NodeJS.ProcessEnv = {}): Promise<StartedRun> {
  const started = await (await journalIn(folder, env)).begin();
  await started.save(new Map([[record.instanceId, { record, triggers: new Map() }]]));
  return started;
}

/** The folders that a run's record makes below the working directory. */
async function foldersAfterRun(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  await sentIn(cwd, env);
  return readdirSync(cwd).filter((name) => name !== ".local");
}

test.each([undefined, "", ".terraform"])("TF_DATA_DIR=%j keeps records in .terraform", async (folder) => {
  expect(await foldersAfterRun({ TF_DATA_DIR: folder })).toEqual([".terraform"]);
});

test("TF_DATA_DIR keeps them where it says", async () => {
  expect(await foldersAfterRun({ TF_DATA_DIR: "data" })).toEqual(["data"]);
});

describe("the copy of a record in the user's folder for state", () => {
  const folderOf = (name: string): string => {
    const folder = join(cwd, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  const knownIn = async (folder: string, env: NodeJS.ProcessEnv = {}): Promise<number> =>
    (await journalIn(folder, env)).load().size;
  const stack = "app/cdktf.out/stacks/fleet";

  test("is found when the folder it was made for was deleted and is back, and nowhere else", async () => {
    await sentIn(folderOf(stack));
    rmSync(folderOf("app/cdktf.out"), { recursive: true });
    expect(await knownIn(folderOf(stack))).toBe(1);
    expect(await knownIn(folderOf("checkout2/cdktf.out/stacks/fleet"))).toBe(0);
    expect(await knownIn(folderOf(stack), { TF_WORKSPACE: "other" })).toBe(0);
    expect(await knownIn(folderOf(stack), { XDG_STATE_HOME: join(cwd, "elsewhere") })).toBe(0);
  });

  test("is not one of another state at the same path", async () => {
    await sentIn(folderOf(stack));
    rmSync(folderOf("app"), { recursive: true });
    const backend = { type: "s3", config: { bucket: "others", key: "k" } };
    writeFileSync(join(folderOf(`${stack}/.terraform`), "terraform.tfstate"), JSON.stringify({ backend }));
    expect(await knownIn(folderOf(stack))).toBe(0);
  });

  test("is removed when the run ends: a deleted folder then has no record", async () => {
    await (await sentIn(folderOf(stack))).ended();
    expect(await knownIn(folderOf(stack))).toBe(1);
    rmSync(folderOf("app"), { recursive: true });
    expect(await knownIn(folderOf(stack))).toBe(0);
  });

  test("is removed once state contains its results", async () => {
    await sentIn(folderOf(stack));
    rmSync(folderOf("app"), { recursive: true });
    const saved = { record: { ...record, result: "success" }, triggers: new Map() } as const;
    await (await journalIn(folderOf(stack))).confirm(new Map([[record.instanceId, saved]]));
    expect(await knownIn(folderOf(stack))).toBe(0);
  });

  test("is not made in a home that does not exist: the working folder has it alone", async () => {
    const env = { HOME: join(cwd, "nobody") };
    expect((await sentIn(folderOf(stack), env)).problem).toBeUndefined();
    expect(await journalIn(folderOf(stack), env).then((records) => records.hearsay().size)).toBe(1);
    expect(readdirSync(cwd)).toEqual(["app"]);
  });
});

describe("a run that was killed before the journal went to a database", () => {
  test("is known until state holds its end", async () => {
    await sentIn(cwd);
    const records = await sharedJournalIn(cwd);
    expect([...records.load().values()]).toEqual([{ record, triggers: new Map() }]);
    const saved = { record: { ...record, result: "success" }, triggers: new Map() } as const;
    await records.confirm(new Map([[record.instanceId, saved]]));
    expect((await sharedJournalIn(cwd)).load().size).toBe(0);
  });

  test("does not replace the database: a due call is not sent", async () => {
    await sentIn(cwd);
    const { problem, isRequired } = await sharedJournalIn(cwd);
    expect([problem, isRequired]).toEqual([expect.stringContaining("cannot be used"), true]);
  });
});
