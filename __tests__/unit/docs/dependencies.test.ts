import { readProjectFile, tableRowsBelow } from "../../support/docs/markdown";

const groups = ["dependencies", "peerDependencies", "devDependencies", "overrides"] as const;

const manifest = JSON.parse(readProjectFile("package.json")) as Readonly<
  Record<(typeof groups)[number], Readonly<Record<string, unknown>>>
>;
const page = readProjectFile("docs/dependencies.md");

describe.each(groups)("docs/dependencies.md, %s", (group) => {
  const [, ...rows] = tableRowsBelow(page, `## ${group}`);

  test("lists exactly the packages of package.json, sorted", () => {
    const names = rows.map(([name]) => name?.replaceAll("`", ""));
    expect(names).toEqual(Object.keys(manifest[group]).sort());
  });
});
