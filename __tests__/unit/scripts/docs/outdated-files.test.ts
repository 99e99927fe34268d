import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bringUpToDate, outdatedFiles } from "../../../../scripts/docs/outdated-files";

describe("generated files", () => {
  const files = new Map([
    ["README.md", "# Read me\n"],
    ["docs/resources/one.md", "# One\n"],
    ["docs/resources/two.md", "# Two\n"],
    ["docs/actions/new.md", "# New\n"],
  ]);
  const folders = ["docs/resources", "docs/actions"];
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "dms-docs-"));
    mkdirSync(join(root, "docs/resources"), { recursive: true });
    for (const [path, text] of files) if (!path.startsWith("docs/actions")) writeFileSync(join(root, path), text);
    writeFileSync(join(root, "docs/resources/two.md"), "# Two\n\nSomething by hand.\n");
    writeFileSync(join(root, "docs/resources/gone.md"), "# Gone\n");
    writeFileSync(join(root, "docs/by-hand.md"), "# By hand\n");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test("that are missing or changed are named, and pages of something that is gone, in folders that hold nothing else", () => {
    expect(outdatedFiles(root, files, folders)).toEqual([
      { path: "docs/resources/two.md", problem: "is out of date" },
      { path: "docs/actions/new.md", problem: "is out of date" },
      { path: "docs/resources/gone.md", problem: "describes nothing that exists" },
    ]);
  });

  test("are written and removed until all is as generated; nothing else changes", () => {
    bringUpToDate(root, files, folders);
    expect(outdatedFiles(root, files, folders)).toEqual([]);
    for (const [path, text] of files) expect(readFileSync(join(root, path), "utf8")).toBe(text);
    expect(existsSync(join(root, "docs/by-hand.md"))).toBe(true);
  });
});
