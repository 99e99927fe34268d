import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { markdownFiles, readProjectFile, root } from "../../support/docs/markdown";

interface Row {
  readonly letter: string;
  readonly numbers: readonly number[];
  readonly source: string;
  readonly tests: readonly string[];
}

const table = /^\| ([A-Z])(\d+)–[A-Z](\d+) +\|[^|]*\| `([^`]+)` +\| ([^|]+)\|$/gm;
const rows = [...readProjectFile("docs/architecture.md").matchAll(table)].map(
  ([, letter = "", first, last, source = "", tests = ""]): Row => ({
    letter,
    numbers: Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index),
    source,
    tests: [...tests.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path),
  }),
);

/** A file, or each file of a folder. */
function textOf(path: string): string {
  const full = join(root, path);
  if (!existsSync(full)) throw new Error(`docs/architecture.md names ${path}, which is not there`);
  const files = statSync(full).isDirectory() ? readdirSync(full).map((name) => join(full, name)) : [full];
  return files.map((file) => readFileSync(file, "utf8")).join("\n");
}

test("the index of numbered rules in docs/architecture.md is read", () => {
  expect(rows.length).toBeGreaterThan(10);
  expect(new Set(rows.map(({ letter, source }) => `${letter} ${source}`)).size).toBe(rows.length);
});

describe.each(rows)("the rules $letter", ({ letter, numbers, source, tests }) => {
  test("stand above the code that the index names, each of them and no other", () => {
    const declared = [...textOf(source).matchAll(new RegExp(`^ \\*  ${letter}(\\d+) `, "gm"))];
    expect(declared.map(([, number]) => Number(number))).toEqual(numbers);
  });

  test("are each cited by a test that the index names", () => {
    const text = tests.map(textOf).join("\n");
    const uncited = numbers.filter((number) => !new RegExp(`\\b${letter}${String(number)}\\b`).test(text));
    expect(uncited).toEqual([]);
  });
});

test("decisions name whole sets of rules", () => {
  const sets = new Set(rows.map(({ letter, numbers }) => `${letter}1–${letter}${String(numbers.length)}`));
  const decisions = markdownFiles().filter((page) => page.startsWith("docs/decisions/"));
  const named = decisions.flatMap((page) =>
    [...readProjectFile(page).matchAll(/\b[A-Z]\d+–[A-Z]\d+\b/g)].map(([range]) => ({ page, range })),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ range }) => !sets.has(range))).toEqual([]);
});
