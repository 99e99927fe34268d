import { join } from "node:path";
import { compile, lintPure, pureFolders } from "../support/architecture/pure-folders";
import { filesBelow, root } from "../support/architecture/source-files";

/** Ways to a clock, to chance, to timers, to the process and to the user's settings, one per line. */
const tricks = `
const { env } = process;
globalThis["process"];
crypto.randomUUID();
new Date();
new Date(...[]);
Date();
Date.now();
Date["now"]();
const { now } = Date;
const Clock = Date;
Reflect.construct(Date, []);
Math.random();
Math["random"]();
const { random } = Math;
const M = Math;
Math["ran" + "dom" as "random"]();
queueMicrotask(() => undefined);
console.log("x");
setTimeout(() => undefined, 1);
setInterval(() => undefined, 1);
setImmediate(() => undefined);
performance.now();
fetch("http://localhost");
require("node:fs");
Buffer.from("x");
AbortSignal.timeout(1);
AbortSignal["timeout"](1);
Function("return process")();
eval("process");
new Intl.DateTimeFormat().format(0);
(1.5).toLocaleString();
"a".localeCompare("b");
new Date(0).getTimezoneOffset();
new WeakRef({}).deref();
Atomics.wait(new Int32Array(1), 0, 0, 1);
globalThis.Date.now();
`;

const ofNode =
  "process crypto queueMicrotask console setTimeout setInterval setImmediate performance fetch require Buffer".split(
    " ",
  );

/** Permitted uses of the same names in a pure folder. */
const fine = `
export const day = new Date(0).toISOString();
export const parsed = Date.parse(day);
export const most = Math.max(1, 2);
export const date: Date = new Date(day);
export const stamp = Date.UTC(2020, 1);
`;

const linesOf = (complaints: readonly { readonly line: number }[]): ReadonlySet<number> =>
  new Set(complaints.map(({ line }) => line));

describe.each(pureFolders)("lib/%s", (folder) => {
  test("compiles without a clock, chance, timers and the process, and would not compile with those of Node.js", () => {
    const complaints = compile(folder, { "trick.ts": tricks, "fine.ts": fine });
    expect(complaints.filter(({ file }) => !file.endsWith("/trick.ts"))).toEqual([]);
    const unknown = complaints.map(({ message }) => /^Cannot find name '(\w+)'/.exec(message)?.[1]);
    expect(unknown).toEqual(expect.arrayContaining(ofNode));
  });

  test("keeps the rules for pure folders, and each forbidden call breaks a rule", () => {
    expect(filesBelow(join(root, "lib", folder)).flatMap((file) => lintPure(file))).toEqual([]);
    const linted = linesOf(lintPure(join(root, "lib", folder, "trick.ts"), tricks));
    expect(tricks.split("\n").filter((text, index) => text !== "" && !linted.has(index + 1))).toEqual([]);
  });
});

test("the rules permit names that only look like forbidden ones", () => {
  expect(lintPure(join(root, "lib/domain/fine.ts"), fine)).toEqual([]);
});
