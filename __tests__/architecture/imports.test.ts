import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import ts from "typescript";
import lanes from "../lanes.json";
import { hiddenImports, usesOfProcess } from "../support/architecture/hidden-ways";
import { allFilesBelow, filesBelow, root, takenBy } from "../support/architecture/source-files";

const lib = resolve(__dirname, "../../lib");

interface Allowed {
  /** Folders of ours. */
  readonly ours: readonly string[];
  /** The values, not types, that a folder may import of them, unless the folder decides. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  readonly npm: readonly string[];
  readonly node: readonly string[] | "all";
}

/**
 * Who may import what. A folder that is not here may not exist. The client takes of the domain, beside types, only what has to mean the
 * same to both; what a call is and what its answer says it finds out by itself.
 */
const table: Readonly<Record<string, Allowed>> = {
  domain: { ours: [], npm: [], node: [] },
  rollout: { ours: ["domain"], npm: [], node: [] },
  client: {
    ours: ["domain"],
    // A failure of a call is the domain's, and made and recognized in one place; a duration and the most ids of one request
    // mean the same to both. What a setting may be, the constructs have to say before there is a client. What can be shown of a
    // foreign text is the same for the client, the reports and the command line, and so is where a page lies.
    values: {
      domain: [
        "assertNever",
        "callFailureMark",
        "connectionRules",
        "describeDuration",
        "hiddenCharacters",
        "isCallFailure",
        "isExposed",
        "isLoopback",
        "isOwnName",
        "maxIdsPerBatch",
        "objectToUrl",
        "pageOf",
        "parseDuration",
        "shownValue",
        "variableOf",
        "visibleLine",
      ],
    },
    npm: ["undici", "yaml"],
    node: ["crypto", "dns", "tls"],
  },
  // Its own reading of the documents: what it had of the domain's, it could not contradict.
  emulator: { ours: ["domain"], values: { domain: [] }, npm: [], node: ["http", "crypto", "net"] },
  batch: { ours: ["domain", "rollout", "client", "files"], npm: [], node: ["fs", "path"] },
  files: { ours: [], npm: [], node: ["crypto", "fs", "path"] },
  // The client of PostgreSQL is loaded when a journal is kept there.
  journal: { ours: ["domain", "files"], npm: ["pg"], node: ["crypto", "fs", "path"] },
  framework: { ours: [], npm: [], node: [] },
  report: { ours: ["domain"], npm: [], node: [] },
  tfplugin6: { ours: ["framework"], npm: ["@msgpack/msgpack", "@bufbuild/protobuf"], node: [] },
  goplugin: { ours: [], npm: [], node: ["http2", "crypto", "fs", "net", "os", "path", "tls", "stream"] },
  provider: { ours: ["domain", "rollout", "client", "framework"], npm: [], node: [] },
  constructs: {
    ours: ["domain", "files"],
    npm: ["cdktf", "constructs", "@cdktf/provider-null"],
    node: ["path", "fs", "crypto"],
  },
  testing: {
    ours: ["domain", "client", "emulator", "constructs", "files"],
    npm: ["cdktf"],
    node: ["child_process", "crypto", "fs", "os", "path"],
  },
  bin: {
    ours: [
      "batch",
      "domain",
      "rollout",
      "client",
      "emulator",
      "framework",
      "tfplugin6",
      "goplugin",
      "provider",
      "constructs",
      "report",
      "files",
      "journal",
      "testing",
    ],
    npm: ["commander"],
    node: "all",
  },
};

interface Import {
  readonly file: string;
  readonly from: string;
  readonly target: { readonly kind: "ours" | "npm" | "node"; readonly name: string };
}

function importsOf(file: string): readonly Import[] {
  const from = relative(lib, file).split("/")[0]!;
  return ts.preProcessFile(readFileSync(file, "utf8"), true, true).importedFiles.map(({ fileName }) => ({
    file: relative(lib, file),
    from,
    target: classify(file, fileName),
  }));
}

function classify(file: string, specifier: string): Import["target"] {
  if (specifier.startsWith("node:")) return { kind: "node", name: specifier.slice(5) };
  if (!specifier.startsWith(".")) {
    const name = specifier
      .split("/")
      .slice(0, specifier.startsWith("@") ? 2 : 1)
      .join("/");
    return { kind: "npm", name };
  }
  const target = relative(lib, resolve(file, "..", specifier));
  return { kind: "ours", name: target.split("/")[0]! };
}

function isAllowed({ from, target }: Import): boolean {
  const allowed = table[from]!;
  if (target.kind === "node") return allowed.node === "all" || allowed.node.includes(target.name);
  if (target.kind === "npm") return allowed.npm.includes(target.name);
  if (target.name === "..") return from === "bin";
  return target.name === from || allowed.ours.includes(target.name);
}

const folders = readdirSync(lib).filter((name) => statSync(join(lib, name)).isDirectory());

describe("the import table", () => {
  test("names every folder of lib, and only those", () => {
    expect([...folders].sort()).toEqual(Object.keys(table).sort());
  });

  test.each(Object.keys(table))("%s imports only the folders that the table allows", (folder) => {
    const files = allFilesBelow(join(lib, folder)).filter((file) => file.endsWith(".ts"));
    const imports = files.flatMap(importsOf);
    const forbidden = imports
      .filter((each) => !isAllowed(each))
      .map(({ file, target }) => `${file} imports ${target.kind === "ours" ? "" : `${target.kind}:`}${target.name}`);
    expect(forbidden).toEqual([]);
  });

  const limited = Object.entries(table).flatMap(([folder, { values = {} }]) =>
    Object.entries(values).map(([from, names]) => [folder, from, names] as const),
  );
  test.each(limited)("%s takes types of %s, and no more values than %j", (folder, from, names) => {
    const values = filesBelow(join(lib, folder))
      .flatMap(takenBy)
      .filter((taken) => !taken.isType && relative(lib, taken.from).startsWith(`${from}/`))
      .map(({ name }) => name);
    expect([...new Set(values)].sort()).toEqual([...names].sort());
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
  ])("would see one hidden in %s: %s", (name, text) => {
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
    const names = importsOf(join(lib, "index.ts")).map(({ target }) => target.name);
    expect([...new Set(names)]).toEqual(["constructs"]);
  });
});

describe("the four words of a plan and an apply", () => {
  const words = ["gather", "look", "judge", "answer"];
  const wordOf = (file: string): number => words.findIndex((word) => basename(file).startsWith(word));
  const importedBy = (file: string): readonly string[] =>
    ts
      .preProcessFile(readFileSync(file, "utf8"), true, true)
      .importedFiles.filter(({ fileName }) => fileName.startsWith("./"))
      .map(({ fileName }) => `${resolve(file, "..", fileName)}.ts`);

  test.each(["provider/lifecycle", "provider/purge"])("in lib/%s: a module does not import a later one", (folder) => {
    const files = filesBelow(join(lib, folder)).filter((file) => wordOf(file) >= 0);
    expect(new Set(files.map(wordOf))).toEqual(new Set(words.keys()));
    const backwards = files.flatMap((file) =>
      importedBy(file)
        .filter((other) => wordOf(other) > wordOf(file))
        .map((other) => `${basename(file)} imports ${basename(other)}`),
    );
    expect(backwards).toEqual([]);
  });
});

describe("folders of lib", () => {
  test.each(["", ...folders])("lib/%s has a README", (folder) => {
    expect(existsSync(join(lib, folder, "README.md"))).toBe(true);
  });
});

describe("the READMEs of lib", () => {
  const pages = allFilesBelow(lib)
    .filter((file) => basename(file) === "README.md")
    .map((file) => relative(lib, file));
  const textOf = (page: string) => readFileSync(join(lib, page), "utf8");
  const namedIn = (text: string) => [...text.matchAll(/`([\w./-]+\.ts)`/g)].map((match) => match[1]!);

  test.each(pages)("%s names only files that are there: in its folder, below it, or by their path", (page) => {
    const folder = join(lib, page, "..");
    const below = allFilesBelow(folder).map((file) => basename(file));
    const isThere = (name: string) => below.includes(name) || existsSync(join(root, name));
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

  test("hold no test outside of a lane, where it would not be run", () => {
    expect(allFilesBelow(join(tests, "support")).filter((file) => file.endsWith(".test.ts"))).toEqual([]);
  });
});

describe("the process", () => {
  /** Files of the other folders that look at it, and why they may. */
  const allowed: Readonly<Record<string, string>> = {
    "constructs/vendor/synthesis.ts": "refuses where CI is set what it warns of elsewhere",
    "constructs/vendor/provider-mirror.ts": "writes for the platform it runs on",
  };

  /* The kit starts and ends terraform, with the environment of the user's tests. */
  test("is looked at in bin and the test kit, and elsewhere only where it is written down", () => {
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
  /** Files outside of lib/files that take one, and why they may. */
  const allowed: Readonly<Record<string, string>> = {
    "bin/demo/workspace.ts": "writes into a temporary folder of its own",
    "bin/terraform-provider-dms.ts": "writes to stdout and stderr",
    "testing/configuration-folder.ts": "writes into a temporary folder of its own",
    "testing/copy-folder.ts": "as above",
    "testing/stack-folder.ts": "as above",
  };
  const importsOfFs = (file: string): readonly string[] =>
    [...readFileSync(file, "utf8").matchAll(/^import ([^;]*?) from "node:fs(?:\/promises)?";/gm)].flatMap(
      ([, clause]) => (/^\{/.test(clause!) ? clause!.match(/\w+/g)! : ["write"]),
    );

  test("are taken by lib/files, and elsewhere only where it is written down", () => {
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
    const names = ts
      .preProcessFile(readFileSync(main, "utf8"), true, true)
      .importedFiles.map(({ fileName }) => fileName);
    expect(names.filter((name) => !["./lib", "cdktf", "constructs"].includes(name))).toEqual([]);
  });
});
