import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { markdownFiles, readProjectFile, root } from "../../support/docs/markdown";

const separator = /^\|[ |:-]+\|$/;

/** Whether a page has a table with a column of files, as in `| file | role |` and `| file or folder | content |`. */
function hasFileTable(page: string): boolean {
  const lines = readProjectFile(page).split("\n");
  const headers = lines.filter((_, index) => separator.test(lines[index + 1] ?? ""));
  return headers.some((header) => header.split("|").some((cell) => /^files?\b/i.test(cell.trim())));
}

const pages = markdownFiles().filter((page) => /^(lib|scripts|bench)\/.*README\.md$/.test(page) && hasFileTable(page));

test("READMEs with a table of files are found", () => {
  expect(pages).toEqual(
    expect.arrayContaining(["bench/README.md", "lib/domain/ledger/README.md", "scripts/README.md"]),
  );
});

test.each(pages)("%s names every file of its folder", (page) => {
  const text = readProjectFile(page);
  const files = readdirSync(join(root, dirname(page))).filter((name) => name.endsWith(".ts"));
  expect(files.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
