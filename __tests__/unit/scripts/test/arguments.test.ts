import { parseArguments } from "../../../../scripts/test/arguments";

const parse = (...args: readonly string[]) => parseArguments(args, ["unit", "browser"], "/repository");

describe("the arguments of npm test", () => {
  test("ask for the usual lanes, and with --all for every lane; the rest is for Jest", () => {
    expect(parse()).toEqual({ wish: { kind: "usual" }, forJest: [] });
    expect(parse("--all", "--json", "--outputFile=a.json")).toEqual({
      wish: { kind: "all" },
      forJest: ["--json", "--outputFile=a.json"],
    });
    expect(parse("watch")).toEqual({ wish: { kind: "usual" }, forJest: ["watch"] });
  });

  test.each([
    [["--selectProjects", "unit", "browser", "--json"], ["--json"]],
    [["--json", "--selectProjects=unit", "--selectProjects", "browser"], ["--json"]],
    [["--all", "--selectProjects", "unit", "browser"], []],
  ])("name lanes as Jest's option does: %j", (args, forJest) => {
    expect(parse(...args)).toEqual({ wish: { kind: "named", names: ["unit", "browser"] }, forJest });
  });

  test.each([
    "__tests__/browser/report.test.ts",
    "./__tests__/browser",
    "/repository/__tests__/browser/",
    "__tests__/browser",
  ])("name the lane in which %s is, and keep the path for Jest", (path) => {
    expect(parse(path)).toEqual({ wish: { kind: "named", names: ["browser"] }, forJest: [path] });
  });

  test("name each lane of several paths once", () => {
    const paths = ["__tests__/unit/a", "__tests__/unit/b", "__tests__/browser/c"];
    expect(parse(...paths).wish).toEqual({ kind: "named", names: ["unit", "browser"] });
  });

  test.each(["__tests__/support/jest", "lib/unit", "--testNamePattern=__tests__/unit", "../__tests__/unit"])(
    "name no lane with %s",
    (arg) => {
      expect(parse(arg)).toEqual({ wish: { kind: "usual" }, forJest: [arg] });
    },
  );
});
