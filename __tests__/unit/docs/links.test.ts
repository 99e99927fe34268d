import { brokenLink, linksOf, markdownFiles, readProjectFile } from "../../support/docs/markdown";

test("every relative link leads to a file and a heading that exist", () => {
  const broken = markdownFiles().flatMap((file) =>
    linksOf(readProjectFile(file)).flatMap((link) => brokenLink(file, link) ?? []),
  );
  expect(broken).toEqual([]);
});

test("links are found in prose, not in code", () => {
  const text = "See [a](docs/a.md) and `[b](b.md)`.\n\n```md\n[c](c.md)\n```\n\n[d](https://x.example/a_(b)) [e](#e)";
  expect(linksOf(text)).toEqual(["docs/a.md", "https://x.example/a_(b)", "#e"]);
});

test("a link to a missing file or heading is reported", () => {
  expect(brokenLink("README.md", "docs/nowhere.md")).toBe(
    "README.md links to docs/nowhere.md, and there is no docs/nowhere.md",
  );
  expect(brokenLink("docs/index.md", "#nowhere")).toBe(
    "docs/index.md links to #nowhere, and docs/index.md has no such heading",
  );
  expect(brokenLink("docs/index.md", "../README.md")).toBeUndefined();
});
