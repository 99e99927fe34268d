import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import * as library from "../../../lib/index";
import { readProjectFile, root } from "../../support/docs/markdown";

const changelog = readProjectFile("CHANGELOG.md");
const unnamed = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !changelog.includes(`\`${name}\``));

/** Keys of an object literal that `name` begins, as the source has it. */
function keysOf(file: string, name: string): readonly string[] {
  const [, body = ""] = new RegExp(`\\b${name}: \\{([^}]*)\\}`).exec(readProjectFile(file)) ?? [];
  return [...body.matchAll(/^\s+(\w+):/gm)].map((match) => match[1]!);
}

describe("the changelog", () => {
  test("names every resource and data source", () => {
    const names = ["resources", "dataSources"].flatMap((kind) => keysOf("lib/provider/provider.ts", kind));
    expect(names).toHaveLength(4);
    expect(unnamed(names)).toEqual([]);
  });

  test("names every command", () => {
    const folder = join(root, "lib/bin/commands");
    const commands = readdirSync(folder)
      .filter((name) => statSync(join(folder, name)).isDirectory() || name.endsWith(".ts"))
      .map((name) => `dms-lifecycle ${name.replace(".ts", "")}`);
    expect(commands.length).toBeGreaterThan(3);
    expect(unnamed(commands)).toEqual([]);
  });

  test("names every construct and function that is exported, but for the classes of single resources and what results consist of", () => {
    const names = Object.keys(library).filter((name) => !/^(Data)?Dms(Instance|Failed)|Result$/.test(name));
    expect(names).toContain("PortableBatchAction");
    expect(unnamed(names)).toEqual([]);
    expect(changelog).toContain("one class for each resource and data source");
  });
});
