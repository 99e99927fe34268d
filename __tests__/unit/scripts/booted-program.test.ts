import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bootedProgram } from "../../../scripts/booted-program";

const root = resolve(__dirname, "../../..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "booted-"));
  mkdirSync(join(folder, "home"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cached = (): string => join(folder, "home/.cache/dms-lifecycle/code");
const filesOf = (name: string): readonly string[] => readdirSync(cached()).filter((file) => file.endsWith(name));

/** Puts a program of these parts there. Returns a function that runs it, with a home unless told otherwise. */
async function programOf(name: string, parts: readonly string[], guard = ""): Promise<(home?: string) => string> {
  const { main, parts: text } = await bootedProgram(root, parts, "parts.js", guard);
  const file = join(folder, name, "main.cjs");
  mkdirSync(join(folder, name));
  writeFileSync(file, main);
  writeFileSync(join(folder, name, "parts.js"), text);
  return (home = join(folder, "home")) =>
    execFileSync(process.execPath, [file], { env: { HOME: home }, encoding: "utf8", stdio: "pipe" });
}

const late = [
  `console.log("begun", __filename.endsWith("main.cjs"), require("part:1").count(), require("part:1").count());`,
  `let counted = 0; exports.count = () => ++counted; exports.path = require("node:path");`,
];

describe("a program in parts", () => {
  test("compiles a part when it is asked for, once, and is the same program with and without kept code", async () => {
    const run = await programOf("late", late);
    expect([run(), run(), run(join(folder, "nowhere"))]).toEqual(Array(3).fill("begun true 1 2\n"));
    expect(filesOf("part:0")).toHaveLength(1);
    expect(filesOf("part:1")).toHaveLength(1);
  });

  test("says where it fails", async () => {
    const run = await programOf("throws", [`console.log(1);\nthrow new Error("broken");`]);
    expect(run).toThrow(/main\.cjs#part:0:2[^]*Error: broken[^]*main\.cjs#part:0:2:7/);
  });

  test("has the same bytes each time, and another key when a part is another", async () => {
    const [first, again, other] = await Promise.all(
      [late, late, ["console.log(2)", late[1]!]].map((parts) => bootedProgram(root, parts, "parts.js", "")),
    );
    expect(again).toEqual(first);
    const keyOf = (main: string): string | undefined => /"key":"(\w+)"/.exec(main)?.[1];
    expect(keyOf(other!.main)).not.toBe(keyOf(first!.main));
  });

  test("leaves to its guard whether it is read at all", async () => {
    const run = await programOf("guarded", ["not a program"], `console.log("refused");process.exit(0);`);
    expect(run()).toBe("refused\n");
  });

  test.each([
    ["missing", "is missing", (file: string) => rmSync(file)],
    ["cut", "has 14 bytes instead of 200", (file: string) => writeFileSync(file, "console.log(1)")],
    ["damaged", "has other content", (file: string) => writeFileSync(file, "!".repeat(200))],
  ])(
    "with its parts %s ends with one line, which tells the file and how to put it back",
    async (name, problem, harm) => {
      const run = await programOf(name, [late[0]!, late[1]!.padEnd(200 - late[0]!.length)]);
      const file = join(folder, name, "parts.js");
      harm(file);
      const line = new RegExp(
        `^\\S*/${name}/parts\\.js ${problem}: .* run terraform init; .*reinstall the npm package.*\\n$`,
      );
      expect(failureOf(run)).toEqual({ status: 1, stdout: expect.stringMatching(line) as string, stderr: "" });
    },
  );
});

function failureOf(run: () => string): Readonly<Record<"status" | "stdout" | "stderr", unknown>> {
  try {
    return { status: 0, stdout: run(), stderr: "" };
  } catch (thrown) {
    const { status, stdout, stderr } = thrown as ReturnType<typeof failureOf>;
    return { status, stdout, stderr };
  }
}

describe("kept code", () => {
  /** Lays the kept code of a program that says "two" where that of one of the same length, which says "one", is looked for. */
  async function exchanged(): Promise<{ readonly run: () => string; readonly file: string }> {
    const two = await programOf("two", [`console.log("two")`]);
    two();
    const [made] = filesOf("part:0");
    const run = await programOf("one", [`console.log("one")`]);
    run();
    const file = join(
      cached(),
      filesOf("part:0").find((name) => name !== made)!,
    );
    cpSync(join(cached(), made!), file);
    return { run, file };
  }

  test("is what runs", async () => {
    const { run } = await exchanged();
    expect(run()).toBe("two\n");
  });

  test("is left alone when it is damaged, and made again", async () => {
    const { run, file } = await exchanged();
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
    expect(run()).toBe("one\n");
    expect(readFileSync(file).equals(bytes)).toBe(false);
  });

  test("is left alone when others could have written it", async () => {
    const { run, file } = await exchanged();
    chmodSync(file, 0o620);
    expect(run()).toBe("one\n");
  });

  const deeper = [
    `const { early, seldom } = require("part:1"); early(); if (process.env.HOME.endsWith("/")) { require("part:2"); seldom(); }`,
    `exports.early = () => 1; exports.seldom = () => "a function that is not called the first time";`,
    "",
  ];

  test("is made again by a process that has loaded more of the program, and by no other", async () => {
    const home = join(folder, "home");
    const run = await programOf("deeper", deeper);
    const keptAfter = (given: string): Buffer => {
      run(given);
      return readFileSync(join(cached(), filesOf("part:1")[0]!));
    };
    const shallow = keptAfter(home);
    const deep = keptAfter(`${home}/`);
    expect(deep.length).toBeGreaterThan(shallow.length);
    expect(keptAfter(home).equals(deep)).toBe(true);
  });

  test("is not made of what was compiled before V8 was set otherwise", async () => {
    const run = await programOf("set", [
      `require("node:v8").setFlagsFromString("--liftoff-only"); require("part:1");`,
      `console.log("late")`,
    ]);
    expect([run(), run()]).toEqual(["late\n", "late\n"]);
    expect(filesOf("part:0")).toEqual([]);
    expect(filesOf("part:1")).toHaveLength(1);
  });
});
