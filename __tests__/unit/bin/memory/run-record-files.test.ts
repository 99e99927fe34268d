import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRunRecordFiles } from "../../../../lib/bin/memory/run-record-files";
import type { ActionRecord } from "../../../../lib/domain/action-record";
import type { JournalRow } from "../../../../lib/domain/ledger/entry";
import type { RunRecords } from "../../../../lib/provider/memory";

const record = (finishedAt: string, more: Partial<ActionRecord> = {}): ActionRecord => ({
  instanceId: "a",
  action: "restart",
  result: "success",
  accepted: true,
  status: "RUNNING",
  reason: "",
  errorCode: "",
  message: "",
  requestId: "",
  wave: 1,
  submittedAt: "2026-01-01T00:00:00.000Z",
  leftAt: "",
  finishedAt,
  ...more,
});
const run = (finishedAt: string, config = "digest", more: Partial<ActionRecord> = {}): JournalRow => ({
  record: record(finishedAt, more),
  triggers: new Map([["config", config]]),
});

describe("the files of runs", () => {
  const problems: string[] = [];
  let root: string;
  let ids = 0;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "dms-runs-"));
    problems.length = 0;
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const folder = (): string => join(root, "data", "runs");
  const open = (endpoint?: string): RunRecords =>
    createRunRecordFiles({
      root,
      folder: folder(),
      endpoint,
      newId: () => `run-${++ids}`,
      onProblem: (message) => problems.push(message),
    });
  const files = (): readonly string[] => (existsSync(folder()) ? readdirSync(folder()) : []);

  test("give another process the newest record of each instance; each save replaces what the run saved before", () => {
    const first = open().begin();
    first.save(new Map([["a", run("2026-01-01T00:00:01.000Z", "old")]]));
    first.save(new Map([["a", run("2026-01-01T00:00:03.000Z", "own")]]));
    open()
      .begin()
      .save(
        new Map([
          ["a", run("2026-01-01T00:00:02.000Z", "earlier")],
          ["b", run("2026-01-01T00:00:02.000Z")],
        ]),
      );
    expect([...open().load()].map(([id, { triggers }]) => [id, triggers.get("config")])).toEqual([
      ["a", "own"],
      ["b", "digest"],
    ]);
    expect(problems).toEqual([]);
  });

  test("belong to a service; while it is not known which, all of them count", () => {
    open("https://one")
      .begin()
      .save(new Map([["a", run("2026-01-01T00:00:01.000Z")]]));
    expect(open("https://two").load().size).toBe(0);
    open("https://two").confirm(new Map([["a", run("2026-01-01T00:00:01.000Z")]]));
    expect(open("https://one").load().size).toBe(1);
    expect(open().load().size).toBe(1);
  });

  test("are dropped for what state holds too: as new or newer, with the same triggers; an empty one goes", () => {
    open()
      .begin()
      .save(
        new Map([
          ["a", run("2026-01-01T00:00:02.000Z")],
          ["b", run("2026-01-01T00:00:02.000Z")],
          ["c", run("2026-01-01T00:00:02.000Z")],
        ]),
      );
    open().confirm(
      new Map([
        ["a", run("2026-01-01T00:00:02.000Z")],
        ["b", run("2026-01-01T00:00:01.000Z")],
        ["c", run("2026-01-01T00:00:02.000Z", "other")],
      ]),
    );
    expect([...open().load().keys()]).toEqual(["b", "c"]);
    open().confirm(
      new Map([
        ["b", run("2026-01-01T00:00:03.000Z")],
        ["c", run("2026-01-01T00:00:03.000Z")],
      ]),
    );
    expect(files()).toEqual([]);
  });

  test("can be read by the user alone", () => {
    open().begin();
    expect(statSync(join(folder(), files()[0]!)).mode & 0o777).toBe(0o600);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
  });

  test.each([
    ["no JSON", "{ half", "JSON"],
    ["another format", '{"format":1,"instances":{}}', "format"],
    ["no object", "[]", "object"],
    ["a record without its wave", JSON.stringify(stored({ wave: undefined })), "wave"],
    ["a record with a result nobody knows", JSON.stringify(stored({ result: "perhaps" })), "result"],
    ["a record with a time that is no text", JSON.stringify(stored({ finishedAt: 5 })), "finishedAt"],
    [
      "triggers that are no texts",
      JSON.stringify({ format: 2, instances: { a: { record: record(""), triggers: { c: 1 } } } }),
      "trigger",
    ],
  ])("with %s are passed over and named", (_what, text, said) => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), "odd.json"), text);
    expect(open().load().size).toBe(0);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`odd\\.json.*${said}`))]);
    open().confirm(new Map());
    expect(readFileSync(join(folder(), "odd.json"), "utf8")).toBe(text);
  });

  test("that cannot be written say so at the beginning of a run, and never throw", () => {
    writeFileSync(join(root, "data"), "a file where the folder should be");
    const started = open().begin();
    expect(started.problem).toContain("data");
    started.save(new Map([["a", run("2026-01-01T00:00:01.000Z")]]));
    expect(open().load().size).toBe(0);
  });

  test("are not written any more once somebody has removed the working folder", () => {
    const started = open().begin();
    expect(started.problem).toBeUndefined();
    rmSync(root, { recursive: true });
    started.save(new Map([["a", run("2026-01-01T00:00:01.000Z")]]));
    expect(existsSync(root)).toBe(false);
    expect(problems).toHaveLength(1);
  });

  function stored(odd: Readonly<Record<string, unknown>>): unknown {
    return { format: 2, instances: { a: { record: { ...record("2026-01-01T00:00:01.000Z"), ...odd }, triggers: {} } } };
  }
});
