import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appendText, refuseLinks } from "../../../lib/files/links";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "dms-links-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const path = (...parts: readonly string[]): string => join(folder, ...parts);

describe("a path without links", () => {
  test("passes, whether it exists or not", () => {
    mkdirSync(path("a", "b"), { recursive: true });
    writeFileSync(path("a", "b", "c"), "");
    expect(() => refuseLinks(folder, path("a", "b", "c"))).not.toThrow();
    expect(() => refuseLinks(folder, path("a", "x", "y"))).not.toThrow();
    expect(() => refuseLinks(folder, folder)).not.toThrow();
  });

  test("may lie behind a link above its root", () => {
    mkdirSync(path("real", "a"), { recursive: true });
    symlinkSync(path("real"), path("link"));
    expect(() => refuseLinks(path("link"), path("link", "a"))).not.toThrow();
  });

  test.each([
    ["in the middle", ["a", "link", "c"], ["a", "link"]],
    ["at its end", ["a", "link"], ["a", "link"]],
  ])("is refused for a link %s, which is named", (_where, to, named) => {
    mkdirSync(path("a"));
    mkdirSync(path("elsewhere"));
    symlinkSync(path("elsewhere"), path("a", "link"));
    expect(() => refuseLinks(folder, path(...to))).toThrow(
      `${path(...named)} is a symbolic link, and links are not followed there`,
    );
  });

  test("is refused for a link that leads nowhere", () => {
    symlinkSync(path("gone"), path("link"));
    expect(() => refuseLinks(folder, path("link"))).toThrow("is a symbolic link");
  });
});

describe("a file that is opened without following links", () => {
  test("is added to, and made where it is missing", () => {
    appendText(path("a"), "one\n");
    appendText(path("a"), "two\n");
    expect(readFileSync(path("a"), "utf8")).toBe("one\ntwo\n");
  });

  test.each([
    ["to a file", "precious"],
    ["to nothing", "gone"],
  ])("is refused for a link %s, which stays as it is", (_where, target) => {
    writeFileSync(path("precious"), "precious");
    symlinkSync(path(target), path("link"));
    expect(() => appendText(path("link"), "text")).toThrow(`${path("link")} is a symbolic link, and links are`);
    expect(readFileSync(path("precious"), "utf8")).toBe("precious");
    expect(existsSync(path("gone"))).toBe(false);
  });

  test("is not waited for if it is a pipe without a reader", () => {
    execFileSync("mkfifo", [path("pipe")]);
    expect(() => appendText(path("pipe"), "text")).toThrow("ENXIO");
  });
});
