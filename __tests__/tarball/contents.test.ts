import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { providerAddress } from "../../lib/constructs/provider-address";
import { linksOf } from "../support/docs/markdown";
import { wayToRegistry } from "../support/jest/suite-environment";
import { compileProgram, type ModuleType, oneFleet, writeProgram } from "../support/tarball/programs";
import {
  copiesOfCdktf,
  installProject,
  packPackage,
  repository,
  runTool,
  type Tarball,
  versionHere,
} from "../support/tarball/project";

// Outside the repository, so that none of its files is found by accident.
let folder: string;
let tarball: Tarball;
let project: string;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "dms-tarball-")));
  tarball = await packPackage(folder);
  project = join(folder, "project");
  await installProject(project, {
    dependencies: {
      cdktf: versionHere("cdktf"),
      constructs: versionHere("constructs"),
      "cdktf-dms-lifecycle": `file:${tarball.file}`,
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const installed = (path: string) => join(project, "node_modules", "cdktf-dms-lifecycle", path);

describe("the tarball", () => {
  test("contains exactly the library, the programs and the package's own texts", () => {
    const expected = [
      /^(package\.json|LICENSE|(README|CHANGELOG|CONTRIBUTING|SECURITY)\.md)$/,
      /^dist\/THIRD_PARTY_NOTICES\.txt$/,
      /^dist\/bin\/dms-lifecycle\.cjs$/,
      /^dist\/provider\/(manifest\.json|terraform-provider-dms_[\d.]+\.zip)$/,
      /^dist\/lib\/(client|constructs|domain|emulator|files|testing)\/[\w/-]+\.(js|d\.ts)$/,
      /^dist\/lib\/index\.(js|d\.ts)$/,
      /^docs\/(?!templates\/)[\w/-]+\.md$/,
      /^docs\/screenshots\/[\w]+-light\.png$/,
      /^examples\/[\w/.-]+$/,
      /^(lib\/emulator|bench)\/README\.md$/,
    ];
    expect(tarball.contents.filter((path) => !expected.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(expected.filter((pattern) => !tarball.contents.some((path) => pattern.test(path)))).toEqual([]);
    const shipped = tarball.contents.filter((path) => path.startsWith("dist/"));
    expect(shipped.filter((path) => /[._-](test|spec)\./.test(path))).toEqual([]);
    expect(tarball.size).toBeLessThan(2_900_000);
  });

  test("has no path of the machine it was built on, and no source map", () => {
    const modules = realpathSync(join(repository, "node_modules"));
    const home = wayToRegistry()["HOME"] ?? homedir();
    // The second also stands in a relative path to a linked node_modules.
    const telling = [repository, modules, home + sep, "../node_modules/", "sourceMappingURL="];
    // The program in the provider's zip, which is packed, is the one beside it in the repository.
    const program = readdirSync(join(repository, "dist/provider")).filter((name) => /\.c?js$/.test(name));
    expect(program).toHaveLength(2);
    const files = [
      ...tarball.contents.map(installed),
      ...program.map((name) => join(repository, "dist/provider", name)),
    ];
    const found = files.filter((file) => {
      const content = readFileSync(file);
      return telling.some((text) => content.includes(text));
    });
    expect(found).toEqual([]);
  });

  test("contains the targets of links in its README and its other pages", () => {
    const pages = tarball.contents.filter((path) => path.endsWith(".md"));
    const outside = pages.flatMap((page) =>
      linksOf(readFileSync(installed(page), "utf8"))
        .filter((link) => !/^([a-z]+:|#)/i.test(link))
        .map((link) => join(dirname(page), link.replace(/#.*/, "")))
        .filter((target) => !tarball.contents.includes(target))
        .map((target) => `${page} links to ${target}`),
    );
    expect(pages.length).toBeGreaterThan(30);
    expect(outside).toEqual([]);
  });

  test("contains all that its package.json promises", () => {
    const manifest = JSON.parse(readFileSync(installed("package.json"), "utf8")) as {
      readonly main: string;
      readonly types: string;
      readonly bin: Readonly<Record<string, string>>;
      readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
    };
    const exported = Object.values(manifest.exports).flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target),
    );
    const promised = [manifest.main, manifest.types, ...Object.values(manifest.bin), ...exported];
    const paths = promised.map((path) => path.replace(/^\.\//, ""));
    expect(paths.filter((path) => !tarball.contents.includes(path))).toEqual([]);
  });
});

describe("the installed package", () => {
  const namesOf = (module: string, type: ModuleType): Promise<string> => {
    const load = `${type === "module" ? "await import" : "require"}(${JSON.stringify(module)})`;
    const own = `!["default", "module.exports", "__esModule"].includes(name)`;
    const code = `console.log(Object.keys(${load}).filter((name) => ${own}).sort().join())`;
    return runTool("node", [`--input-type=${type}`, "-e", code], project);
  };

  test.each([
    ["cdktf-dms-lifecycle", "InstanceLifecycle"],
    ["cdktf-dms-lifecycle/testing", "startDms"],
  ])("gives ES modules every name that require gives of %s", async (module, known) => {
    const required = await namesOf(module, "commonjs");
    expect(required.trim().split(",")).toContain(known);
    expect(await namesOf(module, "module")).toBe(required);
  });

  const template = ["--module", "commonjs", "--moduleResolution", "node10", "--ignoreDeprecations", "6.0"];
  test.each<readonly [string, ModuleType, readonly string[]]>([
    ["node16, CommonJS", "commonjs", ["--module", "node16", "--skipLibCheck"]],
    ["node16, ES module, every declaration checked", "module", ["--module", "node16"]],
    ["bundler", "module", ["--module", "esnext", "--moduleResolution", "bundler", "--skipLibCheck"]],
    ["node10, as cdktf's own template has it", "commonjs", [...template, "--skipLibCheck"]],
  ])("has types for a program with moduleResolution %s", async (title, type, options) => {
    const program = join(project, title.replace(/\W+/g, "-"));
    const kit = `import { startDms } from "cdktf-dms-lifecycle/testing";\nexport const kit: Function = startDms;\n`;
    const wrong = `// @ts-expect-error\nnew InstanceLifecycle(stack, "wrong", { restartOnCreate: "yes" });\n`;
    writeProgram(program, type, oneFleet + kit + wrong);
    expect(await compileProgram(program, ["--noEmit", ...options])).toBe("");
  });

  test("brings its command line", async () => {
    const help = await runTool("npx", ["--no-install", "dms-lifecycle", "--help"], project);
    expect(help).toContain("Usage: dms-lifecycle");
    const mirror = await runTool("npx", ["--no-install", "dms-lifecycle", "mirror", "mirror"], project);
    expect(mirror).toContain("filesystem_mirror");
    const written = await runTool("npx", ["--no-install", "dms-lifecycle", "mirror", "mirror", "--json"], project);
    expect(JSON.parse(written)).toMatchObject({ source: providerAddress, provider_installation: mirror });
  });

  test("uses the project's one copy of cdktf", async () => {
    expect(copiesOfCdktf(project)).toEqual([join("node_modules", "cdktf")]);
    await runTool("npm", ["ls", "--all"], project);
  });
});

test("without a registry the installation ends soon, with a sentence that says so", async () => {
  const wanted = { dependencies: { constructs: versionHere("constructs") } };
  const nowhere = { npm_config_registry: "http://127.0.0.1:1/", npm_config_cache: join(folder, "empty-cache") };
  await expect(
    installProject(join(folder, "unreached"), wanted, { ...nowhere, npm_config_fetch_retries: "0" }),
  ).rejects.toThrow(/^npm's registry cannot be reached/);
});
