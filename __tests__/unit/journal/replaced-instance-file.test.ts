import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createReplacedInstanceFile } from "../../../lib/journal/replaced-instance-file";
import type { ReplacedInstance } from "../../../lib/provider/runs/memory";
import { keyOf, ownFilesBelow } from "../../support/bin/own-files";

const instance = (config: string): ReplacedInstance => ({
  entry: {
    ranFor: new Map([
      ["config", config],
      ["__proto__", "own"],
    ]),
  },
  last: undefined,
  observed: { name: "orders", engine: "kafka", status: "RUNNING" },
  successor: `successor of ${config}`,
  destroyed: true,
});

describe("the file of replaced instances", () => {
  const problems: string[] = [];
  let folder: string;
  let file: string;
  let key = keyOf();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dms-replaced-"));
    file = join(folder, "data", "replaced");
    problems.length = 0;
    key = keyOf();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = (): ReturnType<typeof createReplacedInstanceFile> =>
    createReplacedInstanceFile({
      files: ownFilesBelow(folder, key),
      file,
      onProblem: (message) => problems.push(message),
    });

  test("gives another process the kept instances, until they are forgotten; then the file is removed", () => {
    open().keep(new Map([["a", instance("1")]]));
    open().keep(new Map([["b", instance("2")]]));
    expect([...open().load()]).toEqual([
      ["a", instance("1")],
      ["b", instance("2")],
    ]);
    open().forget(["a", "unknown"]);
    expect([...open().load().keys()]).toEqual(["b"]);
    open().forget(["b"]);
    expect(existsSync(file)).toBe(false);
    expect(problems).toEqual([]);
  });

  test("keeps the last one of each id, and forgets it, in any spelling of the id", () => {
    const own = open();
    own.keep(new Map([["A", instance("1")]]));
    own.keep(new Map([["a", instance("2")]]));
    for (const each of [own, open()]) expect([...each.load()]).toEqual([["a", instance("2")]]);
    open().keep(new Map([["A", instance("3")]]));
    expect([...open().load()]).toEqual([["a", instance("3")]]);
    open().forget(["A"]);
    expect(existsSync(file)).toBe(false);
  });

  test("is not created without need", () => {
    open().keep(new Map());
    open().forget(["a"]);
    expect(existsSync(join(folder, "data"))).toBe(false);
  });

  test("counts as empty if it cannot be read, and warns; the next write replaces it", () => {
    file = join(folder, "replaced");
    writeFileSync(file, "{ half");
    expect(open().load().size).toBe(0);
    expect(problems).toHaveLength(1);
    open().keep(new Map([["a", instance("1")]]));
    expect([...open().load().keys()]).toEqual(["a"]);
  });

  test("counts as empty if this user's provider did not write it, and warns; the memory of the process still counts", () => {
    const own = open();
    own.keep(new Map([["a", instance("1")]]));
    const written = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...written, seal: undefined }));
    expect(open().load().size).toBe(0);
    expect(problems).toEqual(["it is ignored, because the provider of this user did not write it there"]);
    expect([...own.load().keys()]).toEqual(["a"]);
  });

  test("counts as empty in a folder that others can write", () => {
    open().keep(new Map([["a", instance("1")]]));
    chmodSync(join(folder, "data"), 0o777);
    expect(open().load().size).toBe(0);
    open().keep(new Map([["b", instance("1")]]));
    expect(problems).not.toEqual([]);
    expect(readFileSync(file, "utf8")).not.toContain('"b"');
  });

  test("never throws where nothing can be written", () => {
    writeFileSync(join(folder, "data"), "a file where the folder should be");
    open().keep(new Map([["a", instance("1")]]));
    open().forget(["a"]);
    expect(problems.length).toBeGreaterThan(0);
  });
});
