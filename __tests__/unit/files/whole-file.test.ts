import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { draftIn } from "../../../lib/files/drafts";
import { tryWholeFile, writeWholeFile } from "../../../lib/files/whole-file";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dms-files-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string): string => join(folder, name);

describe("a whole file", () => {
  test("has the new text after any old one, and no other file is left", () => {
    writeWholeFile(path("a.json"), "a long first text", "shared");
    writeWholeFile(path("a.json"), "two", "shared");
    expect(readFileSync(path("a.json"), "utf8")).toBe("two");
    expect(readdirSync(folder)).toEqual(["a.json"]);
  });

  test("can be read by the user alone if it is private, and as the umask says if it is not", () => {
    const umask = process.umask(0o022);
    try {
      writeWholeFile(path("private"), "", "private");
      writeWholeFile(path("shared"), "", "shared");
    } finally {
      process.umask(umask);
    }
    expect(statSync(path("private")).mode & 0o777).toBe(0o600);
    expect(statSync(path("shared")).mode & 0o777).toBe(0o644);
  });

  test.each(["a.json.new", `a.json.${process.pid}.new`, `a.json.${process.pid}`])(
    "is not written through a link with the name that a draft once had: %s",
    (name) => {
      writeFileSync(path("precious"), "precious");
      symlinkSync(path("precious"), path(name));
      writeWholeFile(path("a.json"), "text", "shared");
      expect(readFileSync(path("precious"), "utf8")).toBe("precious");
      expect(lstatSync(path(name)).isSymbolicLink()).toBe(true);
    },
  );

  test("replaces a link; its target stays unchanged", () => {
    writeFileSync(path("precious"), "precious");
    symlinkSync(path("precious"), path("a.json"));
    writeWholeFile(path("a.json"), "text", "shared");
    expect(readFileSync(path("precious"), "utf8")).toBe("precious");
    expect(lstatSync(path("a.json")).isFile()).toBe(true);
  });

  test("leaves no draft behind where it cannot be moved into its place", () => {
    mkdirSync(path("a.json"));
    expect(() => writeWholeFile(path("a.json"), "text", "shared")).toThrow(/EISDIR|EEXIST|ENOTEMPTY/);
    expect(readdirSync(folder)).toEqual(["a.json"]);
  });

  test("can be tried without being written", () => {
    tryWholeFile(path("a.json"));
    expect(readdirSync(folder)).toEqual([]);
    expect(() => tryWholeFile(join(folder, "gone", "a.json"))).toThrow("ENOENT");
  });
});

describe("a draft", () => {
  test("has a name that differs every time", () => {
    const names = new Set(Array.from({ length: 100 }, () => draftIn(folder)));
    expect(names.size).toBe(100);
  });

  const leaveDraft = (ageMs: number): string => {
    const draft = draftIn(folder);
    writeFileSync(draft, "half");
    age(draft, ageMs);
    return draft;
  };
  const age = (file: string, ageMs: number): void => {
    const at = new Date(Date.now() - ageMs);
    utimesSync(file, at, at);
  };
  const hourMs = 3_600_000;

  test("that a killed process left is removed by the next write to its folder, once it is an hour old", () => {
    const [old, young] = [leaveDraft(2 * hourMs), leaveDraft(hourMs / 2)];
    writeWholeFile(path("a.json"), "text", "shared");
    expect(existsSync(old)).toBe(false);
    expect(existsSync(young)).toBe(true);
  });

  test("is all that is removed: other old files, links and folders stay", () => {
    const others = ["a.json.new", ".dms-lifecycle-12.draft", `x${draftIn("").slice(1)}`];
    for (const name of others) {
      writeFileSync(path(name), "");
      age(path(name), 2 * hourMs);
    }
    const [link, made] = [draftIn(folder), draftIn(folder)];
    symlinkSync(path("a.json.new"), link);
    mkdirSync(made);
    age(made, 2 * hourMs);
    const before = readdirSync(folder);
    writeWholeFile(path("a.json"), "text", "shared");
    expect(readdirSync(folder).sort()).toEqual([...before, "a.json"].sort());
  });
});
