import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProgressFile } from "../../../lib/bin/progress-file";
import { hidden } from "../../support/client/hostile-texts";

describe("the progress file", () => {
  let folder: string;
  let problems: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dms-progress-"));
    problems = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const begin = (path: string) => {
    let ids = 0;
    return createProgressFile({
      path,
      now: () => Date.UTC(2026, 2, 1, 12),
      newId: () => `run-${(ids += 1)}`,
      onProblem: (message) => problems.push(message),
    });
  };
  const linesOf = (path: string): unknown[] =>
    readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));

  test("has one JSON object per line, with the time and the run it belongs to", () => {
    const path = join(folder, "progress.jsonl");
    const file = begin(path);
    const [first, second] = [file(), file()];
    first({ event: "look_failed", message: "two\nlines" });
    second({ event: "end", done: 1, unfinished: [] });
    first({ event: "end", done: 0, unfinished: [{ name: "orders", instance_id: "a" }] });
    const time = "2026-03-01T12:00:00.000Z";
    expect(linesOf(path)).toEqual([
      { time, run: "run-1", event: "look_failed", message: "two\nlines" },
      { time, run: "run-2", event: "end", done: 1, unfinished: [] },
      { time, run: "run-1", event: "end", done: 0, unfinished: [{ name: "orders", instance_id: "a" }] },
    ]);
    expect(problems).toEqual([]);
  });

  test("keeps every text unchanged and has no effect on a reader: hidden characters and commands are escapes", () => {
    const path = join(folder, "progress.jsonl");
    const line = {
      event: "finished",
      name: "##vso[task.complete]\u202e",
      instance_id: "a",
      action: "restart",
      result: "failed",
      status: "ERR\u001b[2J\u009b31m\u007f",
      reason: "it said\n::set-output name=a::x\u2028",
      message: "section_start:1:x\r\u001b[0K\u200b",
      wave: 1,
    } as const;
    begin(path)()(line);
    const text = readFileSync(path, "utf8");
    expect(linesOf(path)).toMatchObject([line]);
    expect(text.trimEnd()).not.toMatch(hidden);
    expect(text).not.toMatch(/^\s*::|##\w*\[|section_start:/m);
    expect(problems).toEqual([]);
  });

  test("is appended to, and begins again after it was moved away", () => {
    const path = join(folder, "progress.jsonl");
    begin(path)()({ event: "look_failed", message: "1" });
    const second = begin(path)();
    second({ event: "look_failed", message: "2" });
    expect(linesOf(path)).toMatchObject([{ message: "1" }, { message: "2" }]);
    renameSync(path, `${path}.1`);
    second({ event: "look_failed", message: "3" });
    expect(linesOf(path)).toMatchObject([{ message: "3" }]);
  });

  test("that cannot be written causes one warning, and stops nothing", () => {
    const path = join(folder, "nowhere", "progress.jsonl");
    const file = begin(path);
    for (const line of [file(), file()]) line({ event: "look_failed", message: "" });
    expect(problems).toEqual([expect.stringContaining(`${path} cannot be written, and the run goes on without it`)]);
  });

  test("that is a symbolic link is refused with a sentence, and the file it leads to stays as it is", () => {
    const [path, precious] = [join(folder, "progress.jsonl"), join(folder, "precious")];
    writeFileSync(precious, "precious");
    symlinkSync(precious, path);
    begin(path)()({ event: "look_failed", message: "" });
    expect(problems).toEqual([
      `${path} cannot be written, and the run goes on without it: ${path} is a symbolic link, and links are not followed there`,
    ]);
    expect(readFileSync(precious, "utf8")).toBe("precious");
  });

  test("may be a pipe without a reader: it is not waited for", () => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    begin(path)()({ event: "look_failed", message: "" });
    expect(problems).toHaveLength(1);
  });
});
