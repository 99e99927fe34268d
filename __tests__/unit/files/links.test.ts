import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appendText } from "../../../lib/files/links";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "dms-links-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const path = (...parts: readonly string[]): string => join(folder, ...parts);

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
