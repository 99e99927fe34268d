import { join, relative } from "node:path";
import { exportsOf, filesBelow, root, takenBy } from "../support/architecture/source-files";

const lib = filesBelow(join(root, "lib"));
const product = [
  ...lib,
  join(root, "main.ts"),
  ...filesBelow(join(root, "scripts")),
  ...filesBelow(join(root, "bench")),
];
const tests = filesBelow(join(root, "__tests__"));

/**
 * The imports of `npm` users, modules that are imported by another name when they are first needed, and the first modules of built
 * programs.
 */
const entries = [
  "lib/index.ts",
  "lib/testing/index.ts",
  "lib/bin/dms-plugin.ts",
  "lib/client/http/undici-agent.ts",
  "lib/bin/boot/boot.ts",
];

/** Exported for a program outside of the product's files. */
const forOthers: readonly string[] = [
  // The generator of the L1 classes calls it for nested lists that are configured; no schema has one today.
  "lib/constructs/l1/binding.ts: renderList",
  // Tests look at its effect on a folder.
  "lib/constructs/portable/runner.ts: vendorRunner",
];

const key = (file: string, name: string): string => `${relative(root, file)}: ${name}`;

test("a value is exported for another file of the product, a type for another file or a test", () => {
  const taken = (files: readonly string[]): ReadonlySet<string> =>
    new Set(files.flatMap(takenBy).map(({ from, name }) => key(from, name)));
  const [byProduct, byTests] = [taken(product), taken(tests)];
  const isTaken = (by: ReadonlySet<string>, file: string, name: string): boolean =>
    by.has(key(file, name)) || by.has(key(file, "*"));
  const needless = lib
    .filter((file) => !entries.includes(relative(root, file)))
    .flatMap(exportsOf)
    .filter(({ file, name, isType }) => !isTaken(byProduct, file, name) && !(isType && isTaken(byTests, file, name)))
    .map(({ file, name }) => key(file, name));
  expect([...needless].sort()).toEqual([...forOthers].sort());
});
