import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { linksOf, readProjectFile, root, tableRowsBelow } from "../../support/docs/markdown";

const guides = readdirSync(join(root, "docs/guides")).map((name) => `docs/guides/${name}`);
const blocksOf = (guide: string) => [...readProjectFile(guide).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)];

test("the list of guides leads to every guide", () => {
  const listed = linksOf(readProjectFile("docs/guides/README.md")).map((link) => `docs/guides/${link}`);
  expect(guides.filter((guide) => !guide.endsWith("README.md") && !listed.includes(guide))).toEqual([]);
});

test("programs and configurations in guides are quotations of files that are tested", () => {
  const loose = guides.flatMap((guide) => {
    const text = readProjectFile(guide);
    const quoted = [...text.matchAll(/<!-- quote (\S+) -->\n\n```\w+\n([\s\S]*?)^```$/gm)].map((match) => match[2]!);
    return blocksOf(guide)
      .filter(([, language, code]) => ["terraform", "ts", "yaml"].includes(language!) && !quoted.includes(code!))
      .map(([, , code]) => `${guide}: ${code!.split("\n")[0]!}`);
  });
  // That one is run in a test of its own, in the example's project.
  expect(loose).toEqual(['docs/guides/testing-your-stack.md: import { startDms } from "cdktf-dms-lifecycle/testing";']);
});

test("every command of dms-lifecycle that guides and examples speak of exists", () => {
  const pipelines = ["cdktf-two-environments", "hcl-two-environments"].flatMap((example) =>
    [".github/workflows/plan.yml", ".github/workflows/deploy.yml", ".gitlab-ci.yml"].map(
      (file) => `examples/${example}/${file}`,
    ),
  );
  const texts = [...guides, ...pipelines, "examples/hcl-two-environments/README.md"].map(readProjectFile);
  const named = new Set(
    texts.flatMap((text) => [...text.matchAll(/npx dms-lifecycle (\w+)/g)].map((match) => match[1]!)),
  );
  expect(named.size).toBeGreaterThan(2);
  const isCommand = (name: string): boolean =>
    [`${name}.ts`, `${name}/${name}.ts`].some((file) => existsSync(join(root, "lib/bin/commands", file)));
  expect([...named].filter((name) => !isCommand(name))).toEqual([]);
});

test("the guide to the test kit describes every member of the kit", () => {
  const source = readProjectFile("lib/testing/dms-kit.ts");
  const kit = source.slice(source.indexOf("export interface DmsKit {"));
  const members = [...kit.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map((match) => match[1]!);
  const [, ...rows] = tableRowsBelow(readProjectFile("docs/guides/testing-your-stack.md"), "## What It Offers");
  const described = rows.map(([call]) => /`(\w+)/.exec(call ?? "")?.[1]);
  expect(members.length).toBeGreaterThan(8);
  expect(members.filter((member) => !described.includes(member))).toEqual([]);
});

test("a guide leads to three other pages at most", () => {
  const pagesOf = (guide: string) =>
    new Set(
      linksOf(readProjectFile(guide))
        .map((link) => link.replace(/#.*/, ""))
        .filter((link) => link.endsWith(".md")),
    );
  expect(guides.filter((guide) => !guide.endsWith("README.md") && pagesOf(guide).size > 3)).toEqual([]);
});

test("tables of the pages that are written by hand fit a screen", () => {
  const pages = [...guides, "README.md", "docs/comparison.md", "examples/README.md"];
  const wide = pages.flatMap((page) =>
    readProjectFile(page)
      .replace(/^```[\s\S]*?^```$/gm, "")
      .split("\n")
      .filter((line) => /^\| (?!-)/.test(line))
      .map((line) => line.replace(/\]\([^)]*\)/g, "]").replace(/ +\|/g, " |"))
      .filter((line) => line.length > 120)
      .map((line) => `${page}: ${line}`),
  );
  expect(wide).toEqual([]);
});
