import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { Linter } from "eslint";
import ts from "typescript";
import tseslint from "typescript-eslint";
import table from "../../eslint.imports.cjs";
import lanes from "../lanes.json";
import { circlesIn, type Graph, importedFile, roomsIn } from "../support/architecture/circles";
import { hiddenImports, usesOfProcess } from "../support/architecture/hidden-ways";
import { allFilesBelow, filesBelow, root, takenBy } from "../support/architecture/source-files";

const lib = resolve(__dirname, "../../lib");

/**
 * Names that may be taken as values, where that is not left to the folder. Beside types, the client takes only names from the domain that
 * have to mean the same to both. It finds out by itself the form of a call and the meaning of its answer.
 */
const values: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  client: {
    // A failure of a call belongs to the domain, and is made and recognized in one place. A duration and the largest number of ids of one
    // request mean the same to both. The constructs have to know the permitted settings before there is a client. The visible part of a
    // foreign text, and the place of a page, are the same for the client, the reports and the command line.
    domain: [
      "assertNever",
      "callFailureMark",
      "connectionRules",
      "describeDuration",
      "hiddenCharacters",
      "idKey",
      "isCallFailure",
      "isExposed",
      "isLoopback",
      "isOfAddress",
      "isOwnName",
      "maxIdsPerBatch",
      "normalUrl",
      "objectToUrl",
      "pageOf",
      "parseDuration",
      "parseEngine",
      "pathVariableOf",
      "shownValue",
      "variableOf",
      "visibleLine",
      "withoutLineEnd",
    ],
  },
  // It reads the documents by itself. It could not contradict a definition that it took from the domain.
  emulator: { domain: [] },
};

const importedBy = (file: string): readonly string[] =>
  ts.preProcessFile(readFileSync(file, "utf8"), true, true).importedFiles.map(({ fileName }) => fileName);

const folders = readdirSync(lib).filter((name) => statSync(join(lib, name)).isDirectory());

describe("the import table", () => {
  test("names every folder of lib, and only those", () => {
    expect([...folders].sort()).toEqual(Object.keys(table.folders).sort());
  });

  test.each(folders)("names every room of %s, and only those", (folder) => {
    const inner = readdirSync(join(lib, folder)).filter((name) => statSync(join(lib, folder, name)).isDirectory());
    expect([...inner].sort()).toEqual(Object.keys(table.rooms[folder] ?? {}).sort());
  });

  test("has no cycle of folders", () => {
    expect(circlesIn(new Map(Object.entries(table.folders).map(([folder, { ours }]) => [folder, ours])))).toEqual([]);
  });

  test.each(folders)("%s imports only what the table allows", (folder) => {
    const files = allFilesBelow(join(lib, folder)).filter((file) => file.endsWith(".ts"));
    const objections = files.flatMap((file) =>
      importedBy(file).flatMap((specifier) => {
        const objection = table.objectionTo(file, specifier);
        return objection === undefined ? [] : [`${relative(lib, file)}: ${objection}`];
      }),
    );
    expect(objections).toEqual([]);
  });

  test.each([
    ["client/dms-client.ts", "../emulator/clock", "lib/client may not import emulator"],
    ["client/auth/keystone.ts", "../../provider/place", "lib/client may not import provider"],
    ["client/http/transport.ts", "../answers/answer-json", "lib/client/http may not import client/answers"],
    ["provider/schemas/place.ts", "../runs/memory", "lib/provider/schemas may not import provider/runs"],
    ["provider/schemas/place.ts", "../runs", "lib/provider/schemas may not import provider/runs"],
    ["domain/status.ts", "node:fs", "lib/domain may not import node:fs"],
    ["report/report.ts", "cdktf/lib/app", "lib/report may not import npm:cdktf"],
    ["domain/status.ts", "../../package.json", "lib/domain may not import ../../package.json"],
  ])("forbids %s to import %s", (file, specifier, objection) => {
    expect(table.objectionTo(join(lib, file), specifier)).toBe(objection);
  });

  test("is held in the editor by the same function", () => {
    const lint = (file: string, text: string) =>
      new Linter({ cwd: root })
        .verify(
          text,
          [
            {
              files: ["**/*.ts"],
              languageOptions: { parser: tseslint.parser },
              plugins: { imports: { rules: { table: table.rule } } },
              rules: { "imports/table": "error" },
            },
          ],
          { filename: join(lib, file) },
        )
        .map(({ line, message }) => `${line}: ${message}`);
    const ways = [
      'import { a } from "node:os";',
      'import type { B } from "node:os";',
      'export * from "node:os";',
      'export { c } from "node:os";',
      'const d = await import("node:os");',
      'type E = import("node:os").Cpu;',
      'const f = require("node:os");',
      'import { g } from "../domain/status";',
    ];
    const objection = "lib/client may not import node:os (eslint.imports.cjs).";
    expect(lint("client/a.ts", ways.join("\n"))).toEqual([1, 2, 3, 4, 5, 6, 7].map((line) => `${line}: ${objection}`));
  });

  const limited = Object.entries(values).flatMap(([folder, from]) =>
    Object.entries(from).map(([each, names]) => [folder, each, names] as const),
  );
  test.each(limited)("%s takes types of %s, and no more values than %j", (folder, from, names) => {
    const taken = filesBelow(join(lib, folder))
      .flatMap(takenBy)
      .filter((each) => !each.isType && relative(lib, each.from).startsWith(`${from}/`))
      .map(({ name }) => name);
    expect([...new Set(taken)].sort()).toEqual([...names].sort());
  });

  test("sees every import, also with a computed name, a comment or another kind of file", () => {
    expect(allFilesBelow(lib).flatMap((file) => hiddenImports(file))).toEqual([]);
  });

  test.each([
    ["a.ts", "void import(`node:${name}`);"],
    ["a.ts", "void import(name);"],
    ["a.ts", "require(name);"],
    ["a.ts", "const load = require;"],
    ["a.ts", "module.require(name);"],
    ["a.ts", "process.getBuiltinModule(name);"],
    ["a.ts", '/// <reference types="node" />'],
    ["a.ts", '/// <reference path="../client/dialect.ts" />'],
    ["a.mts", ""],
    ["a.cts", ""],
    ["a.tsx", ""],
    ["a.js", ""],
    ["a.cjs", ""],
    ["a.mjs", ""],
    ["a.jsx", ""],
  ])("sees one hidden in %s: %s", (name, text) => {
    expect(hiddenImports(join(lib, "domain", name), text)).toHaveLength(1);
  });

  test.each([
    'void import("./a.js");',
    'import a from "./a";',
    'const a = require("./a");',
    "const { require: needed } = a;",
  ])("sees plain imports: %s", (text) => {
    expect(hiddenImports(join(lib, "domain/a.ts"), text)).toEqual([]);
  });

  test("the public entry imports the constructs and nothing else", () => {
    const folderOf = (specifier: string) => /^\.\/(\w+)\//.exec(specifier)?.[1];
    expect([...new Set(importedBy(join(lib, "index.ts")).map(folderOf))]).toEqual(["constructs"]);
  });
});

describe("a way of imports, those of types too", () => {
  const files = new Set(["lib", "bench", "scripts", "__tests__"].flatMap((folder) => filesBelow(join(root, folder))));
  const graph: Graph = new Map(
    [...files].map((file) => {
      const others = importedBy(file).map((specifier) => importedFile(file, specifier, files));
      return [file, others.filter((other) => other !== undefined)];
    }),
  );

  test("has no cycle of files", () => {
    const circles = circlesIn(graph).map((circle) => circle.map((file) => relative(root, file)));
    expect(circles).toEqual([]);
  });

  const houses = [...folders.map((folder) => `lib/${folder}`), "__tests__", "__tests__/support", "scripts", "bench"];
  test.each(houses)("in %s has no cycle of rooms, nor one through files at the top", (folder) => {
    expect(circlesIn(roomsIn(join(root, folder), graph))).toEqual([]);
  });

  test("would be seen, a file's own, and a room's by way of a file at the top", () => {
    const circle: Graph = new Map([
      ["/f/a/one.ts", ["/f/top.ts", "/g/out.ts"]],
      ["/f/a/two.ts", []],
      ["/f/top.ts", ["/f/a/two.ts"]],
      ["/f/self.ts", ["/f/self.ts"]],
    ]);
    expect(circlesIn(circle)).toEqual([["/f/self.ts"]]);
    expect(circlesIn(roomsIn("/f", circle))).toEqual([["a", "top.ts"]]);
  });
});

describe("the four words of a plan and an apply", () => {
  const words = ["gather", "look", "judge", "answer"];
  const wordOf = (file: string): number => words.findIndex((word) => basename(file).startsWith(word));
  const neighboursOf = (file: string): readonly string[] =>
    importedBy(file)
      .filter((specifier) => specifier.startsWith("./"))
      .map((specifier) => `${resolve(file, "..", specifier)}.ts`);

  test.each(["provider/lifecycle", "provider/purge"])("in lib/%s: a module does not import a later one", (folder) => {
    const files = filesBelow(join(lib, folder)).filter((file) => wordOf(file) >= 0);
    expect(new Set(files.map(wordOf))).toEqual(new Set(words.keys()));
    const backwards = files.flatMap((file) =>
      neighboursOf(file)
        .filter((other) => wordOf(other) > wordOf(file))
        .map((other) => `${basename(file)} imports ${basename(other)}`),
    );
    expect(backwards).toEqual([]);
  });
});

describe("folders of lib", () => {
  const rooms = folders.flatMap((folder) =>
    readdirSync(join(lib, folder))
      .map((name) => join(folder, name))
      .filter((path) => statSync(join(lib, path)).isDirectory()),
  );

  test.each(["", ...folders, ...rooms])("lib/%s has a README", (folder) => {
    expect(existsSync(join(lib, folder, "README.md"))).toBe(true);
  });
});

describe("the READMEs of lib", () => {
  const pages = allFilesBelow(lib)
    .filter((file) => basename(file) === "README.md")
    .map((file) => relative(lib, file));
  const textOf = (page: string) => readFileSync(join(lib, page), "utf8");
  const namedIn = (text: string) => [...text.matchAll(/`([\w./-]+\.ts)`/g)].map((match) => match[1]!);

  test.each(pages)("%s names only existing files: in its folder, below it, or by their path", (page) => {
    const folder = join(lib, page, "..");
    const below = allFilesBelow(folder).map((file) => basename(file));
    const isThere = (name: string) =>
      below.includes(name) || existsSync(join(folder, name)) || existsSync(join(root, name));
    expect(namedIn(textOf(page)).filter((name) => !isThere(name))).toEqual([]);
  });
});

describe("folders of tests", () => {
  const tests = join(root, "__tests__");
  const named = readdirSync(tests).filter((name) => statSync(join(tests, name)).isDirectory());

  test("are the lanes and support, and each has a README", () => {
    expect([...named].sort()).toEqual([...Object.keys(lanes), "support"].sort());
    expect(named.filter((name) => !existsSync(join(tests, name, "README.md")))).toEqual([]);
  });

  test("have every test in a lane, because no other test runs", () => {
    expect(allFilesBelow(join(tests, "support")).filter((file) => file.endsWith(".test.ts"))).toEqual([]);
  });
});

describe("the process", () => {
  /** Files of the other folders that look at it, each with the reason why it may. */
  const allowed: Readonly<Record<string, string>> = {
    "constructs/vendor/synthesis.ts": "refuses where CI is set what it warns of elsewhere",
    "constructs/vendor/provider-mirror.ts": "writes for the platform it runs on",
  };

  // The kit starts and ends terraform, with the environment of the user's tests.
  test("is used in bin and the test kit, and elsewhere only where the list permits it", () => {
    const found = filesBelow(lib)
      .filter((file) => !/^(bin|testing)\//.test(relative(lib, file)))
      .filter((file) => usesOfProcess(file).length > 0)
      .map((file) => relative(lib, file));
    expect([...found].sort()).toEqual(Object.keys(allowed).sort());
  });

  test.each([
    "process.env",
    "const { env } = process;",
    'globalThis["process"];',
    "globalThis.process;",
    "global.process;",
    "const p = process;",
    "typeof process;",
  ])("would be seen in %s", (text) => {
    expect(usesOfProcess("a.ts", text)).not.toEqual([]);
  });

  test.each([
    "interface A { process: string }",
    "const { process: child } = running;",
    "running.process.kill();",
    "const a = { process: 1 };",
  ])("is not confused with another thing of the same name: %s", (text) => {
    expect(usesOfProcess("a.ts", text)).toEqual([]);
  });
});

describe("the functions of node:fs that write a file", () => {
  const writers = /^(appendFile|copyFile|cp|createWriteStream|open|rename|truncate|write|writeFile|writev)(Sync)?$/;
  /** Files outside of lib/files that take one, each with the reason why it may. */
  const allowed: Readonly<Record<string, string>> = {
    "bin/boot/boot.ts": "writes to stdout and stderr",
    "bin/boot/code-cache.ts": "a lost file is made again, so that no process waits for the disk at its end",
    "bin/demo/workspace.ts": "writes into a temporary folder of its own",
    "bin/boot/read-part.ts": "opens a file to read a range of it",
    "bin/terraform-provider-dms.ts": "writes to stdout and stderr",
    "testing/configuration/configuration-folder.ts": "writes into a temporary folder of its own",
    "testing/configuration/stack-folder.ts": "as above",
  };
  const importsOfFs = (file: string): readonly string[] =>
    [...readFileSync(file, "utf8").matchAll(/^import ([^;]*?) from "node:fs(?:\/promises)?";/gm)].flatMap(
      ([, clause]) => (/^\{/.test(clause!) ? clause!.match(/\w+/g)! : ["write"]),
    );

  test("are used by lib/files, and elsewhere only where the list permits it", () => {
    const found = filesBelow(lib)
      .map((file) => [relative(lib, file), importsOfFs(file)] as const)
      .filter(([file, names]) => !file.startsWith("files/") && names.some((name) => writers.test(name)))
      .map(([file]) => file);
    expect([...found].sort()).toEqual(Object.keys(allowed).sort());
  });
});

describe("the public example", () => {
  const main = resolve(lib, "../main.ts");

  test("is at most 60 lines long", () => {
    expect(readFileSync(main, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(60);
  });

  test("imports the library, cdktf and constructs only", () => {
    const names = importedBy(main);
    expect(names.filter((name) => !["./lib", "cdktf", "constructs"].includes(name))).toEqual([]);
  });
});
