import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as library from "../../../lib/index";
import { linksOf, readProjectFile, root, tableRowsBelow } from "../../support/docs/markdown";

describe("the pages of constructs", () => {
  const pages = readdirSync(join(root, "docs/constructs")).filter((name) => name !== "README.md");
  const listed = tableRowsBelow(readProjectFile("docs/constructs/README.md"), "# Constructs").slice(1);

  test("are all in the list of them, and speak of every class and function that is exported", () => {
    const names = listed.map(([cell]) => /^\[(\w+)\]/.exec(cell ?? "")?.[1]);
    const links = new Set(listed.flatMap(([cell]) => linksOf(cell ?? "")));
    expect([...links].sort()).toEqual(pages);
    const spoken = Object.keys(library).filter((name) => !/(Map|List|OutputReference|Result)$/.test(name));
    expect(spoken.filter((name) => !names.includes(name))).toEqual([]);
  });

  test("each show an example of examples/constructs, and every one of these is shown", () => {
    const shown = pages.flatMap((page) => {
      const template = readProjectFile(`docs/templates/constructs/${page}.tmpl`);
      return [...template.matchAll(/\{\{example constructs\/(\S+)\}\}/g)].map((match) => match[1]!);
    });
    expect(shown.sort()).toEqual(readdirSync(join(root, "examples/constructs")));
    expect(pages.length - shown.length).toBe(1); // NullProvider's is that of PortableBatchAction.
  });
});
