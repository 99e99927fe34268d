import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";

const lib = resolve(__dirname, "../../lib");

interface Allowed {
  /** Folders of ours. */
  readonly ours: readonly string[];
  readonly npm: readonly string[];
  readonly node: readonly string[] | "all";
}

/** Who may import what. The table of the design; a folder that is not here may not exist. */
const table: Readonly<Record<string, Allowed>> = {
  domain: { ours: [], npm: [], node: [] },
  rollout: { ours: ["domain"], npm: [], node: [] },
  client: { ours: ["domain"], npm: ["undici", "yaml"], node: ["crypto"] },
  emulator: { ours: ["domain"], npm: [], node: ["http", "crypto", "net"] },
  framework: { ours: [], npm: [], node: [] },
  report: { ours: ["domain"], npm: [], node: [] },
  tfplugin6: { ours: ["framework"], npm: ["@msgpack/msgpack", "@bufbuild/protobuf"], node: [] },
  goplugin: { ours: [], npm: [], node: ["http2", "crypto", "fs", "net", "os", "path", "tls", "stream"] },
  provider: { ours: ["domain", "rollout", "client", "framework"], npm: [], node: [] },
  constructs: {
    ours: ["domain"],
    npm: ["cdktf", "constructs", "@cdktf/provider-null"],
    node: ["path", "fs", "crypto"],
  },
  testing: {
    ours: ["emulator", "constructs"],
    npm: ["cdktf"],
    node: ["child_process", "crypto", "fs", "os", "path"],
  },
  bin: {
    ours: [
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

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesBelow(path);
    return path.endsWith(".ts") ? [path] : [];
  });
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

  test.each(Object.keys(table))("%s imports only what the table allows", (folder) => {
    const imports = filesBelow(join(lib, folder)).flatMap(importsOf);
    const forbidden = imports
      .filter((each) => !isAllowed(each))
      .map(({ file, target }) => `${file} imports ${target.kind === "ours" ? "" : `${target.kind}:`}${target.name}`);
    expect(forbidden).toEqual([]);
  });

  test("the public entry imports the constructs and nothing else", () => {
    const names = importsOf(join(lib, "index.ts")).map(({ target }) => target.name);
    expect([...new Set(names)]).toEqual(["constructs"]);
  });
});

describe("folders of lib", () => {
  test.each(["", ...folders])("lib/%s says what lives there and what must not", (folder) => {
    const readme = join(lib, folder, "README.md");
    expect(existsSync(readme)).toBe(true);
    if (folder !== "") expect(readFileSync(readme, "utf8")).toMatch(/must not|Must not/);
  });
});

describe("folders of tests", () => {
  const tests = resolve(lib, "../__tests__");
  const suites = readdirSync(tests).filter((name) => statSync(join(tests, name)).isDirectory());
  test.each(suites)("__tests__/%s says what lives there and what must not", (folder) => {
    expect(readFileSync(join(tests, folder, "README.md"), "utf8")).toMatch(/Must not be here/);
  });
});

describe("pure folders", () => {
  test.each(["domain", "framework", "report"])("%s uses no clock, chance, timer or process", (folder) => {
    const impure =
      /\b(setTimeout|setInterval|setImmediate|Date\.now|Math\.random|process\.|performance\.|fetch\()|new Date\(\)/;
    const found = filesBelow(join(lib, folder)).filter((file) => impure.test(readFileSync(file, "utf8")));
    expect(found.map((file) => relative(lib, file))).toEqual([]);
  });

  test("the rollout loop uses no timer but the Clock it is given", () => {
    const found = filesBelow(join(lib, "rollout")).filter((file) =>
      /\bsetTimeout|Date\.now/.test(readFileSync(file, "utf8")),
    );
    expect(found).toEqual([]);
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
