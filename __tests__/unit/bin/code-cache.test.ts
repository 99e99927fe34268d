import { execFileSync } from "node:child_process";
import {
  chmodSync,
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
import { codeCacheFolder, createCodeCache } from "../../../lib/bin/boot/code-cache";

const userId = process.getuid!();
const code = { data: Buffer.from("compiled"), depth: 2 };

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "code-cache-"));
  folder = join(root, "cache", "code");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const cacheOf = (key = "key", user = userId) => createCodeCache(folder, key, user);
const onlyFile = (): string => join(folder, readdirSync(folder)[0]!);

describe("kept code", () => {
  test("is read as it was written, in a folder and a file for the user alone", () => {
    cacheOf().write("part:1", code);
    expect(cacheOf().read("part:1")).toEqual(code);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(onlyFile()).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test("is found under its own key and name only", () => {
    cacheOf().write("part:1", code);
    expect(cacheOf("another").read("part:1")).toBeUndefined();
    expect(cacheOf().read("part:2")).toBeUndefined();
  });

  test("is replaced by what is written later", () => {
    cacheOf().write("part:1", code);
    cacheOf().write("part:1", { data: Buffer.from("more"), depth: 3 });
    expect(cacheOf().read("part:1")).toEqual({ data: Buffer.from("more"), depth: 3 });
  });

  test.each([0, 32, 33, 40])("that is damaged at byte %i counts as none", (at) => {
    cacheOf().write("part:1", code);
    const bytes = readFileSync(onlyFile());
    bytes[at]! ^= 1;
    writeFileSync(onlyFile(), bytes);
    expect(cacheOf().read("part:1")).toBeUndefined();
  });

  test.each([0, 20, 33, 35])("that was cut after %i bytes counts as none", (length) => {
    cacheOf().write("part:1", code);
    writeFileSync(onlyFile(), readFileSync(onlyFile()).subarray(0, length));
    expect(cacheOf().read("part:1")).toBeUndefined();
  });

  test.each([0o640, 0o604, 0o620, 0o602])("that others may read or write (mode %o) counts as none", (mode) => {
    cacheOf().write("part:1", code);
    chmodSync(onlyFile(), mode);
    expect(cacheOf().read("part:1")).toBeUndefined();
  });

  test("of another user counts as none, and nothing is written into that user's folder", () => {
    cacheOf().write("part:1", code);
    const stranger = cacheOf("key", userId + 1);
    expect(stranger.read("part:1")).toBeUndefined();
    stranger.write("part:2", code);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test("does not go into a folder that others can use, nor through a link", () => {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    cacheOf().write("part:1", code);
    expect(readdirSync(folder)).toEqual([]);

    const elsewhere = mkdtempSync(join(root, "elsewhere-"));
    rmSync(folder, { recursive: true });
    symlinkSync(elsewhere, folder);
    cacheOf().write("part:1", code);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test("is not read from a pipe or a link in its place", () => {
    cacheOf().write("part:1", code);
    const file = onlyFile();
    renameSync(file, join(root, "elsewhere"));
    execFileSync("mkfifo", ["-m", "600", file]);
    expect(cacheOf().read("part:1")).toBeUndefined();
    rmSync(file);
    symlinkSync(join(root, "elsewhere"), file);
    expect(cacheOf().read("part:1")).toBeUndefined();
  });

  test("is not kept where nothing can be written, without a message", () => {
    writeFileSync(join(root, "cache"), "a file");
    cacheOf().write("part:1", code);
    expect(cacheOf().read("part:1")).toBeUndefined();
  });

  test("is removed, the oldest first, when there is too much of it", () => {
    for (let index = 0; index < 40; index += 1) {
      cacheOf(`key${index}`).write("part:1", code);
      for (const name of readdirSync(folder).filter((each) => each.startsWith(`key${index}-`)))
        utimesSync(join(folder, name), 1_000 + index, 1_000 + index);
    }
    cacheOf("newest").write("part:1", code);
    expect(readdirSync(folder)).toHaveLength(32);
    expect(cacheOf("newest").read("part:1")).toEqual(code);
    expect(cacheOf("key39").read("part:1")).toEqual(code);
    expect(cacheOf("key8").read("part:1")).toBeUndefined();
  });
});

describe("the folder of kept code", () => {
  test("is the user's folder for caches, or the one in the user's home", () => {
    expect(codeCacheFolder({ XDG_CACHE_HOME: "/caches", HOME: root })).toBe("/caches/dms-lifecycle/code");
    expect(codeCacheFolder({ XDG_CACHE_HOME: "/caches\r\n", HOME: root })).toBe("/caches/dms-lifecycle/code");
    expect(codeCacheFolder({ HOME: root })).toBe(join(root, ".cache/dms-lifecycle/code"));
    expect(codeCacheFolder({ XDG_CACHE_HOME: "relative", HOME: root })).toBe(join(root, ".cache/dms-lifecycle/code"));
  });

  test("does not exist without a home, in a missing home, or with NODE_DISABLE_COMPILE_CACHE", () => {
    expect(codeCacheFolder({})).toBeUndefined();
    expect(codeCacheFolder({ HOME: join(root, "missing") })).toBeUndefined();
    expect(codeCacheFolder({ HOME: root, NODE_DISABLE_COMPILE_CACHE: "1" })).toBeUndefined();
  });
});
