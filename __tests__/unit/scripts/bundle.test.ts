import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../../../scripts/bundle";

describe("a bundle", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "bundle-"))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const make = async (files: Readonly<Record<string, string>>): Promise<string> => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(root, name, ".."), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    return (await bundle("main.ts", root, "#!/bin/sh")).code;
  };
  const run = (code: string): string => {
    writeFileSync(join(root, "program.cjs"), code.replace("#!/bin/sh", ""));
    return execFileSync(process.execPath, [join(root, "program.cjs")], { encoding: "utf8" });
  };

  const lazy = {
    "main.ts": `
      console.log("begun");
      void Promise.all([import("./late"), import("./late"), import("tool")]).then(([late, again, tool]) => {
        console.log(late.text, late.count(), again.count(), tool.name, tool.default.name);
      });`,
    "late.ts": `
      console.log("late");
      let counted = 0;
      export const count = () => ++counted;
      export const text = "*/ ends no comment, nor does /* begin one: ä";
      export const later = () => import("./later");`,
    "later.ts": "export const here = true;",
    "node_modules/tool/package.json": '{"name":"tool","main":"index.js"}',
    "node_modules/tool/index.js": "exports.name = require('node:path').basename('/a/tool');",
  };

  test("compiles a module of import() on first use, once, with its usual exports", async () => {
    expect(run(await make(lazy))).toBe("begun\nlate\n*/ ends no comment, nor does /* begin one: ä 1 2 tool tool\n");
  });

  test("names the packages in all of its parts, and has the same bytes each time", async () => {
    const code = await make(lazy);
    const again = await bundle("main.ts", root, "#!/bin/sh");
    expect(again.code).toBe(code);
    expect(again.packages).toEqual(["node_modules/tool"]);
  });

  test("refuses a module that would be there twice", async () => {
    const shared = { "shared.ts": "export const mark = Symbol();" };
    const twice = {
      "main.ts":
        'import { mark } from "./shared"; void import("./late").then((late) => console.log(late.mark === mark));',
      "late.ts": 'export { mark } from "./shared";',
    };
    await expect(make({ ...shared, ...twice })).rejects.toThrow("shared.ts is in part 0 and in part 1 of main.ts");
  });
});
