import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OwnFiles } from "../../../lib/journal/own-files";
import { createRunRecordFiles, inBothPlaces, type RunRecordFiles } from "../../../lib/journal/run-record-files";
import { draftIn } from "../../../lib/files/drafts";
import type { ActionRecord } from "../../../lib/domain/action-record";
import type { JournalRow } from "../../../lib/domain/ledger/entry";
import { keyOf, noKey, ownFilesBelow } from "../../support/bin/own-files";

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
  let key = keyOf();
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "dms-runs-"));
    problems.length = 0;
    key = keyOf();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const folder = (): string => join(root, "data", "runs");
  const open = (endpoint?: string, in_ = root): RunRecordFiles =>
    createRunRecordFiles({
      files: ownFilesBelow(in_, key),
      folder: join(in_, "data", "runs"),
      place: { endpoint },
      keepsEnded: true,
      newId: () => `run-${++ids}`,
      onProblem: (message) => problems.push(message),
    });
  const files = (): readonly string[] => (existsSync(folder()) ? readdirSync(folder()) : []);

  test("give another process the newest record of each instance; each save replaces the run's earlier rows", () => {
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

  test("are dropped if state has them too: as new or newer, with the same triggers; an empty one goes", () => {
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
    ["no JSON", "{ half", "is not JSON \\(line 1, column 3\\)$"],
    ["another format", '{"format":1,"instances":{}}', "format"],
    ["no object", "[]", "object"],
    ["a record without its wave", JSON.stringify(stored({ wave: undefined })), "wave"],
    ["a record with an unknown result", JSON.stringify(stored({ result: "perhaps" })), "result"],
    ["a record with a time that is not a text", JSON.stringify(stored({ finishedAt: 5 })), "finishedAt"],
    [
      "triggers that are no texts",
      JSON.stringify({ format: 2, instances: { a: { record: record(""), triggers: { c: 1 } } } }),
      "trigger",
    ],
  ])("with %s are ignored and named", (_what, text, said) => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), "odd.json"), text);
    expect(open().hearsay().size).toBe(0);
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

  test("are no longer written once the working folder was removed", () => {
    const started = open().begin();
    expect(started.problem).toBeUndefined();
    rmSync(root, { recursive: true });
    started.save(new Map([["a", run("2026-01-01T00:00:01.000Z")]]));
    expect(existsSync(root)).toBe(false);
    expect(problems).toHaveLength(1);
  });

  describe("that others may have written", () => {
    const path = (): string => join(folder(), files()[0]!);
    const edit = (change: (stored: Record<string, unknown>) => unknown): void =>
      writeFileSync(
        path(),
        JSON.stringify(change(JSON.parse(readFileSync(path(), "utf8")) as Record<string, unknown>)),
      );
    const begin = (): void =>
      open()
        .begin()
        .save(new Map([["a", run("2026-01-01T00:00:01.000Z")]]));
    const known = (records = open()): readonly unknown[] => [records.load().size, records.hearsay().size];

    test("are hearsay when they are written by hand", () => {
      mkdirSync(folder(), { recursive: true, mode: 0o700 });
      writeFileSync(join(folder(), "forged.json"), JSON.stringify(stored({ finishedAt: "2999-01-01T00:00:00.000Z" })));
      expect(known()).toEqual([0, 1]);
      expect([...open().hearsay().keys()]).toEqual(["a"]);
    });

    test.each<[string, (stored: Record<string, unknown>) => unknown]>([
      ["another time", (file) => ({ ...file, instances: { a: instanceOf(file, { finishedAt: "2999" }) } })],
      ["another instance", (file) => ({ ...file, instances: { b: instanceOf(file, {}) } })],
      ["another service", (file) => ({ ...file, endpoint: "https://one" })],
      ["no seal", (file) => ({ ...file, seal: undefined })],
      ["a seal of another kind", (file) => ({ ...file, seal: [1] })],
      ["a longer seal", (file) => ({ ...file, seal: `${String(file["seal"])}00` })],
    ])("are hearsay with %s than was written", (_, change) => {
      begin();
      expect(known()).toEqual([1, 0]);
      edit(change);
      expect(known()).toEqual([0, 1]);
    });

    test("are hearsay under another name, in another folder and with another key", () => {
      begin();
      const text = readFileSync(path(), "utf8");
      writeFileSync(join(folder(), "copy.json"), text);
      expect(known()).toEqual([1, 1]);
      const elsewhere = mkdtempSync(join(root, "elsewhere-"));
      mkdirSync(join(elsewhere, "data", "runs"), { recursive: true });
      writeFileSync(
        join(
          elsewhere,
          "data",
          "runs",
          files().find((name) => name !== "copy.json")!,
        ),
        text,
      );
      expect(known(open(undefined, elsewhere))).toEqual([0, 1]);
      rmSync(join(folder(), "copy.json"));
      key = keyOf();
      expect(known()).toEqual([0, 1]);
    });

    test("are the only ones for a user without a key", () => {
      key = noKey;
      begin();
      expect(known()).toEqual([0, 1]);
    });

    test("stay hearsay if some of their rows are dropped, and go with the rest", () => {
      key = noKey;
      open()
        .begin()
        .save(
          new Map([
            ["a", run("2026-01-01T00:00:01.000Z")],
            ["b", run("2026-01-01T00:00:01.000Z")],
          ]),
        );
      key = keyOf();
      open().drop(new Set(["b"]));
      expect([[...open().load().keys()], [...open().hearsay().keys()]]).toEqual([[], ["a"]]);
      open().drop(new Set(["a"]));
      expect(files()).toEqual([]);
    });

    function instanceOf(file: Record<string, unknown>, more: Partial<ActionRecord>): unknown {
      const { a } = file["instances"] as { readonly a: { readonly record: ActionRecord } };
      return { ...a, record: { ...a.record, ...more } };
    }
  });

  test("drop rows of another spelling of an id too, as asked and as settled", () => {
    const rows = ["a", "b", "c"].map((id) => [id, run("2026-01-01T00:00:01.000Z")] as const);
    open().begin().save(new Map(rows));
    open().drop(new Set(["A"]));
    open().confirm(new Map([["B", run("2026-01-01T00:00:02.000Z")]]));
    expect([...open().load().keys()]).toEqual(["c"]);
  });

  describe("that were not written for ninety days", () => {
    const old = Date.now() / 1_000 - 91 * 86_400;
    const leave = (): string => {
      open()
        .begin()
        .save(new Map([["a", run("2026-01-01T00:00:01.000Z")]]));
      const path = join(folder(), files().at(-1) ?? "");
      utimesSync(path, old, old);
      return path;
    };
    const openUnswept = (): RunRecordFiles =>
      createRunRecordFiles({
        files: ownFilesBelow(root, key),
        folder: folder(),
        root: join(root, "data"),
        place: {},
        keepsEnded: true,
        newId: () => "new",
        onProblem: (problem) => problems.push(problem),
      });

    test("go when a run begins", () => {
      const path = leave();
      openUnswept().begin();
      expect([existsSync(path), existsSync(join(folder(), "new.json"))]).toEqual([false, true]);
    });

    test("stay in a folder that others can write: it is not looked through", () => {
      const path = leave();
      chmodSync(join(root, "data"), 0o777);
      openUnswept().begin();
      expect(existsSync(path)).toBe(true);
    });
  });

  describe("that cannot be changed", () => {
    const rows = new Map([
      ["a", run("2026-01-01T00:00:01.000Z")],
      ["b", run("2026-01-01T00:00:01.000Z")],
    ]);
    const openOn = (own: OwnFiles): RunRecordFiles =>
      createRunRecordFiles({
        files: own,
        folder: folder(),
        place: {},
        keepsEnded: true,
        newId: () => "held",
        onProblem: (problem) => problems.push(problem),
      });

    test("are reported when rows are dropped: the rest of a file that cannot be written", () => {
      open().begin().save(rows);
      const [name = ""] = files();
      const full: OwnFiles = {
        ...ownFilesBelow(root, key),
        write: () => {
          throw new Error("ENOSPC: no space left on device");
        },
      };
      const problem = `${join(folder(), name)} could not be changed: ENOSPC: no space left on device.`;
      expect(openOn(full).drop(new Set(["a"]))).toBe(problem);
      expect([...open().load().keys()]).toEqual(["a", "b"]);
      expect(openOn(full).drop(new Set(["c"]))).toBeUndefined();
    });

    test("are reported when rows are dropped, for each place: a file that cannot be removed", () => {
      open().begin().save(rows);
      const [name = ""] = files();
      const stored = ownFilesBelow(root, key).read(join(folder(), name));
      rmSync(join(folder(), name));
      mkdirSync(join(folder(), name)); // Even the superuser cannot unlink it.
      const held = openOn({ ...ownFilesBelow(root, key), read: () => stored });
      const problem = `${join(folder(), name)} could not be changed: `;
      expect(held.drop(new Set(["a", "b"]))).toContain(problem);
      expect(
        inBothPlaces(held, held)
          .drop(new Set(["a", "b"]))
          ?.split(problem),
      ).toHaveLength(3);
    });
  });

  describe("in a folder that others can write", () => {
    test.each(["data", "data/runs"])("are not read or written: %s", (part) => {
      open()
        .begin()
        .save(new Map([["a", run("2026-01-01T00:00:01.000Z")]]));
      const [name = ""] = files();
      const before = readFileSync(join(folder(), name), "utf8");
      chmodSync(join(root, part), 0o777);
      problems.length = 0;
      expect([open().load().size, open().hearsay().size]).toEqual([0, 0]);
      expect(problems[0]).toBe(
        `${join(folder(), name)} is ignored: ${join(root, part)} can be written by other users (mode 0777)`,
      );
      expect(open().begin().problem).toBe(`${join(root, part)} can be written by other users (mode 0777)`);
      expect(files()).toEqual([name]);
      expect(readFileSync(join(folder(), name), "utf8")).toBe(before);
    });

    test("are not followed behind a link, of the folder or of a file", () => {
      const elsewhere = mkdtempSync(join(root, "elsewhere-"));
      mkdirSync(join(root, "data"), { mode: 0o700 });
      symlinkSync(elsewhere, folder());
      expect(open().begin().problem).toContain(`${folder()} is a symbolic link`);
      expect(readdirSync(elsewhere)).toEqual([]);
      rmSync(folder());
      mkdirSync(folder(), { mode: 0o700 });
      writeFileSync(join(elsewhere, "record"), JSON.stringify(stored({})));
      symlinkSync(join(elsewhere, "record"), join(folder(), "linked.json"));
      expect([open().load().size, open().hearsay().size]).toEqual([0, 0]);
      expect(problems.at(-1)).toContain(`linked.json is a symbolic link`);
    });
  });

  test("leave no draft behind when a run is killed while it writes: the next run removes it", () => {
    open().begin();
    const draft = draftIn(folder());
    writeFileSync(draft, "half");
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    utimesSync(draft, longAgo, longAgo);
    const later = mkdtempSync(join(root, "later-"));
    renameSync(join(root, "data"), join(later, "data"));
    open(undefined, later).begin();
    expect(readdirSync(join(later, "data", "runs")).filter((name) => !name.endsWith(".json"))).toEqual([]);
  });

  function stored(odd: Readonly<Record<string, unknown>>): unknown {
    return { format: 2, instances: { a: { record: { ...record("2026-01-01T00:00:01.000Z"), ...odd }, triggers: {} } } };
  }
});
