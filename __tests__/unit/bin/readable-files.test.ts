import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { readableFiles } from "../../../lib/bin/readable-files";

describe("the files of this machine", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dms-files-"));
    writeFileSync(join(folder, "ca.pem"), "text");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("are found by a whole path, by one below the folder of the start, and by one below home", () => {
    const belowHome = `~/${relative(homedir(), join(folder, "ca.pem"))}`;
    const { readFile } = readableFiles(folder);
    expect([join(folder, "ca.pem"), "ca.pem", belowHome].map(readFile)).toEqual(["text", "text", "text"]);
    expect(["none", ".", "~ca.pem"].map(readFile)).toEqual([undefined, undefined, undefined]);
  });

  test("are listed by folder", () => {
    const { readFolder } = readableFiles(join(folder, ".."));
    expect(readFolder(basename(folder))).toEqual(["ca.pem"]);
    expect(readFolder("~/none")).toBeUndefined();
  });
});
