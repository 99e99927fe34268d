import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { keepYoung, sweepOldRecords } from "../../../lib/journal/old-records";

const nowMs = Date.parse("2026-06-01T00:00:00Z");
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dms-old-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A file with this age since its last write. */
function written(name: string, ageMs: number): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "{}");
  aged(path, ageMs);
  return path;
}

function aged(path: string, ageMs: number): void {
  utimesSync(path, (nowMs - ageMs) / 1_000, (nowMs - ageMs) / 1_000);
}

const hourMs = 3_600_000;
const oldAfterMs = 90 * 24 * hourMs;

describe("records of runs", () => {
  test("stay where a command has read them", () => {
    const read = written("a/1.json", oldAfterMs + hourMs);
    keepYoung(read, nowMs);
    sweepOldRecords(root, nowMs);
    expect(existsSync(read)).toBe(true);
  });

  test("go after ninety days without a write, in every folder below, and younger ones stay", () => {
    const old = [written("a/1.json", oldAfterMs + hourMs), written("a/actions/2.json", oldAfterMs + hourMs)];
    const young = [written("a/3.json", oldAfterMs - hourMs), written("b/4.json", 0)];
    sweepOldRecords(root, nowMs);
    expect(old.map((path) => existsSync(path))).toEqual([false, false]);
    expect(young.map((path) => existsSync(path))).toEqual([true, true]);
  });

  test("are removed alone: no other file, no target of a link, and no folder that was used meanwhile", () => {
    const other = written("a/notes.txt", oldAfterMs + hourMs);
    const elsewhere = mkdtempSync(join(tmpdir(), "dms-elsewhere-"));
    const foreign = join(elsewhere, "1.json");
    writeFileSync(foreign, "{}");
    aged(foreign, oldAfterMs + hourMs);
    symlinkSync(elsewhere, join(root, "link"));
    symlinkSync(foreign, join(root, "link.json"));
    written("c/1.json", 0);
    sweepOldRecords(root, nowMs);
    expect([other, foreign, join(root, "link.json"), join(root, "c")].map((path) => existsSync(path))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    rmSync(elsewhere, { recursive: true });
  });

  test("leave a folder that is removed once it has been empty for that time", () => {
    mkdirSync(join(root, "empty"));
    aged(join(root, "empty"), oldAfterMs + hourMs);
    mkdirSync(join(root, "new"));
    aged(join(root, "new"), hourMs);
    sweepOldRecords(root, nowMs);
    expect([existsSync(join(root, "empty")), existsSync(join(root, "new"))]).toEqual([false, true]);
  });

  test("are looked through once in a process", () => {
    sweepOldRecords(root, nowMs);
    const later = written("a/1.json", oldAfterMs + hourMs);
    sweepOldRecords(root, nowMs);
    expect(existsSync(later)).toBe(true);
  });
});
