import { readdirSync } from "node:fs";
import { join } from "node:path";
import { linksOf, readProjectFile, root } from "../../support/docs/markdown";

const files = readdirSync(join(root, "docs", "decisions"))
  .filter((name) => name !== "README.md")
  .sort();

test("decisions are numbered without a gap and listed in order", () => {
  const numbers = files.map((name) => /^(\d{3})-[a-z0-9-]+\.md$/.exec(name)?.[1]);
  expect(numbers).toEqual(files.map((_, index) => String(index + 1).padStart(3, "0")));
  expect(linksOf(readProjectFile("docs/decisions/README.md"))).toEqual(files);
});
