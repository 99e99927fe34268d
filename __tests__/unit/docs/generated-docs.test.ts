import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");

function runDocs(folder: string, ...args: readonly string[]): { status: number | null; stderr: string } {
  const tsx = join(root, "node_modules", "tsx", "dist", "cli.mjs");
  const { status, stderr } = spawnSync(process.execPath, [tsx, "scripts/docs.ts", ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stderr };
}

/** The files that the generator reads and writes, in a folder of their own. */
function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "dms-docs-"));
  const sources = [
    "scripts",
    "docs",
    "examples",
    ".github",
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "package.json",
    "tsconfig.json",
    ".prettierrc.json",
  ];
  for (const name of sources) cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const name of ["lib", "__tests__", "node_modules"]) symlinkSync(join(root, name), join(folder, name));
  return folder;
}

describe("in a copy of the project", () => {
  let folder: string;
  beforeEach(() => (folder = copyOfProject()));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("the check names every file that is out of date and every page of something that is gone", () => {
    appendFileSync(join(folder, "docs/resources/instance_lifecycle.md"), "\nSomething by hand.\n");
    writeFileSync(join(folder, "docs/data-sources/instances_by_tag.md"), "# Gone\n");
    appendFileSync(join(folder, "examples/first-fleet/main.ts"), "// changed\n");

    const found = runDocs(folder, "--check");
    expect(found.status).toBe(1);
    expect(found.stderr.trimEnd().split("\n")).toEqual([
      'docs/resources/instance_lifecycle.md is out of date: run "npm run docs".',
      'README.md is out of date: run "npm run docs".',
      'docs/guides/first-fleet.md is out of date: run "npm run docs".',
      'docs/data-sources/instances_by_tag.md describes nothing that exists: run "npm run docs".',
    ]);
  });
});
