import { existsSync } from "node:fs";
import { join } from "node:path";
import { readProjectFile, root, tableRowsBelow } from "../../support/docs/markdown";

const [, ...promises] = tableRowsBelow(readProjectFile("docs/promises.md"), "# Promises");
const numbers = promises.map(([promise = ""]) => Number(/^(\d+)\. /.exec(promise)?.[1]));

test("promises are numbered without a gap", () => {
  expect(numbers).toEqual(promises.map((_, index) => index + 1));
});

test("every attack of a promise is a file or a folder of tests", () => {
  const tests = promises.flatMap((row) =>
    [...row.join(" ").matchAll(/`([a-z]+(?:\/[\w/-]+)?)`/g)].map(([, name]) => name!),
  );
  const missing = tests.filter((name) =>
    ["", ".test.ts", ".property.test.ts"].every((ending) => !existsSync(join(root, "__tests__", name + ending))),
  );
  expect({ isRead: tests.length > 30, missing }).toEqual({ isRead: true, missing: [] });
});

test("the promises of SECURITY.md have numbers of the list", () => {
  const named = [...readProjectFile("SECURITY.md").matchAll(/^- \*\*(\d+): /gm)].map(([, number]) => Number(number));
  expect(named).toHaveLength(10);
  expect(numbers).toEqual(expect.arrayContaining(named));
});
