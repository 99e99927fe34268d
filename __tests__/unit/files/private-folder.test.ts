import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { objectToFolder } from "../../../lib/files/folders";

const userId = process.getuid!();
let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "dms-private-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
const path = (...parts: readonly string[]): string => join(root, ...parts);
const make = (mode: number, ...parts: readonly string[]): void => {
  mkdirSync(path(...parts));
  chmodSync(path(...parts), mode);
};

describe("a private folder", () => {
  test("may be missing, wholly or in part, or be one that others can read", () => {
    expect(objectToFolder(root, path("ours", "runs"), userId)).toBeUndefined();
    make(0o700, "ours");
    expect(objectToFolder(root, path("ours", "runs"), userId)).toBeUndefined();
    make(0o755, "ours", "runs");
    expect(objectToFolder(root, path("ours", "runs"), userId)).toBeUndefined();
  });

  test("may lie in one that others can write", () => {
    chmodSync(root, 0o777);
    make(0o700, "ours");
    expect(objectToFolder(root, path("ours"), userId)).toBeUndefined();
  });

  test.each([
    ["its group", 0o770, "0770"],
    ["all users", 0o707, "0707"],
  ])("is refused if %s can write it or a folder above it, which is named with its rights", (_who, mode, shown) => {
    make(mode, "ours");
    make(0o700, "ours", "runs");
    const said = `${path("ours")} can be written by other users (mode ${shown})`;
    expect(objectToFolder(root, path("ours"), userId)).toBe(said);
    expect(objectToFolder(root, path("ours", "runs"), userId)).toBe(said);
  });

  test("is refused if it belongs to another user", () => {
    make(0o700, "ours");
    expect(objectToFolder(root, path("ours"), userId + 1)).toBe(
      `${path("ours")} belongs to another user (uid ${userId}, and this is uid ${userId + 1})`,
    );
  });

  test("is refused if it is a link, also where users have no numbers", () => {
    make(0o700, "elsewhere");
    symlinkSync(path("elsewhere"), path("ours"));
    for (const id of [userId, undefined]) {
      expect(objectToFolder(root, path("ours", "runs"), id)).toContain(`${path("ours")} is a symbolic link`);
    }
  });

  test("is refused if it is a file", () => {
    writeFileSync(path("ours"), "");
    expect(objectToFolder(root, path("ours"), userId)).toBe(`${path("ours")} is not a folder`);
  });
});
