import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { settings } from "../../../lib/client/config/settings";
import * as library from "../../../lib/index";
import { linksOf, readProjectFile, root, tableRowsBelow } from "../../support/docs-markdown";

const readme = readProjectFile("README.md");

test("the first program is main.ts, letter by letter", () => {
  expect(readme).toContain("<!-- quote main.ts -->\n\n```ts\n" + readProjectFile("main.ts").trimEnd() + "\n```");
});

test("every npm script and command it speaks of exists", () => {
  const { scripts, bin } = JSON.parse(readProjectFile("package.json")) as {
    scripts: Readonly<Record<string, string>>;
    bin: Readonly<Record<string, string>>;
  };
  const named = [...readme.matchAll(/npm (?:run )?(start|test|\w+)(?= |`|$)/gm)].map((match) => match[1]!);
  expect([...new Set(named)].filter((name) => name !== "ci" && scripts[name] === undefined)).toEqual([]);
  const commands = [...readme.matchAll(/npx (\S+)/g)].map((match) => match[1]!);
  expect(commands.filter((command) => bin[command] === undefined)).toEqual([]);
});

test("every variable in its table is one the client reads", () => {
  const known = new Set(Object.values(settings).flatMap(({ variables }) => variables));
  const [, ...rows] = tableRowsBelow(readme, "## Against A Cloud");
  const named = rows.flatMap(([cell]) => [...(cell ?? "").matchAll(/`(\w+)`/g)].map((match) => match[1]!));
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((variable) => !known.has(variable))).toEqual([]);
});

test("every construct in its table is exported", () => {
  const [, ...rows] = tableRowsBelow(readme, "## Constructs");
  const named = rows.flatMap(([cell]) => [...(cell ?? "").matchAll(/`(\w+)`/g)].map((match) => match[1]!));
  expect(named.filter((name) => !(name in library))).toEqual([]);
  const classes = Object.entries(library).filter(
    ([name, value]) => typeof value === "function" && !/(Map|List|OutputReference|Result)$/.test(name),
  );
  expect(classes.map(([name]) => name).filter((name) => !named.includes(name))).toEqual([]);
});

test("the map of folders shows every folder of lib", () => {
  const folders = readdirSync(join(root, "lib")).filter((name) => statSync(join(root, "lib", name)).isDirectory());
  expect(folders.filter((name) => !linksOf(readme).includes(`lib/${name}/README.md`))).toEqual([]);
});
