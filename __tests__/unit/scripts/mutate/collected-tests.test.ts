import { type CollectedTest, collectTests } from "../../../../scripts/mutate/collected-tests";

/** The tests of files whose contents are these functions. */
function collect(files: Readonly<Record<string, () => void>>): readonly CollectedTest[] {
  return collectTests(Object.keys(files), (file) => files[file]?.());
}

const nothing = (): void => undefined;

describe("the tests of files", () => {
  test("have the names of their file and groups before their own, each name once", () => {
    const tests = collect({
      "a.test.ts": () => {
        test("adds", nothing);
        test("adds", nothing);
        describe("a group", () => it("adds", nothing));
      },
      "b.test.ts": () => test("adds", nothing),
    });
    expect(tests.map(({ name }) => name)).toEqual([
      "a.test.ts adds",
      "a.test.ts adds #2",
      "a.test.ts a group adds",
      "b.test.ts adds",
    ]);
  });

  test("run only when they are asked to, and fail with what they throw", async () => {
    const ran: string[] = [];
    const [one, other] = collect({
      "a.test.ts": () => {
        test("one", () => void ran.push("one"));
        test("other", () => Promise.reject(new Error("not so")));
      },
    });
    expect(ran).toEqual([]);
    await one?.run();
    await expect(other?.run()).rejects.toThrow("not so");
    expect(ran).toEqual(["one"]);
  });

  test("get each row of a table as their arguments", async () => {
    const ran: unknown[] = [];
    const note = (...args: unknown[]): void => void ran.push(args);
    const tests = collect({
      "a.test.ts": () => {
        test.each([
          [1, "a"],
          [2, "b"],
        ])("%d is %s", note);
        describe.each(["x"])("of %s", (name) => test("is known", () => note(name)));
      },
    });
    for (const { run } of tests) await run();
    expect(ran).toEqual([[1, "a"], [2, "b"], ["x"]]);
    expect(new Set(tests.map(({ name }) => name)).size).toBe(3);
  });

  test("have the hooks of all their groups around them, and the later ones also after a failure", async () => {
    const ran: string[] = [];
    const [inner, outer] = collect({
      "a.test.ts": () => {
        beforeEach(() => void ran.push("before all"));
        afterEach(() => void ran.push("after all"));
        describe("a group", () => {
          beforeEach(() => void ran.push("before"));
          afterEach(() => void ran.push("after"));
          test("fails", () => Promise.reject(new Error("not so")));
        });
        test("passes", () => void ran.push("passes"));
      },
    });
    await expect(inner?.run()).rejects.toThrow("not so");
    await outer?.run();
    expect(ran).toEqual(["before all", "before", "after", "after all", "before all", "passes", "after all"]);
  });

  test("leave the words as they were before, also when a file cannot be loaded", () => {
    const before = { describe, test, it, beforeEach, afterEach };
    const broken = (): void => {
      throw new Error("no such module");
    };
    expect(() => collect({ "a.test.ts": broken })).toThrow("no such module");
    expect({ describe, test, it, beforeEach, afterEach }).toEqual(before);
  });
});
