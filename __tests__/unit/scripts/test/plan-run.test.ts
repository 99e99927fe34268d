import { closingLines } from "../../../../scripts/test/closing-lines";
import type { Lane, LaneTable } from "../../../../scripts/test/lanes";
import { jestArguments, planRun } from "../../../../scripts/test/plan-run";

const lane = (inNpmTest: boolean, ...needs: Lane["needs"]): Lane => ({
  shows: "",
  inNpmTest,
  needs,
  ceilingSeconds: 1,
});
const table: LaneTable = {
  unit: lane(true),
  shell: lane(true, "bash", "curl"),
  browser: lane(false, "chromium"),
  chaos: lane(false),
};
const everything = () => true;
const nothing = () => false;

describe("npm test", () => {
  test("runs its lanes, leaves out the others and one of its own that lacks a program; none of that fails", () => {
    expect(planRun(table, { kind: "usual" }, everything)).toEqual({
      lanes: ["unit", "shell"],
      leftOut: [
        { lane: "browser", missing: [] },
        { lane: "chaos", missing: [] },
      ],
      failing: [],
    });
    expect(planRun(table, { kind: "usual" }, (program) => program === "bash")).toEqual({
      lanes: ["unit"],
      leftOut: [
        { lane: "shell", missing: ["curl"] },
        { lane: "browser", missing: ["chromium"] },
        { lane: "chaos", missing: [] },
      ],
      failing: [],
    });
  });

  test("says last which lanes were left out, why, and with which command they run", () => {
    const plan = planRun(table, { kind: "usual" }, (program) => program === "bash");
    expect(closingLines(table, plan, { CHROMIUM_BINARY: "/opt/chromium" })).toEqual([
      "Left out, and counted nowhere as passed:",
      "  shell    cannot run here: npm test -- --selectProjects shell",
      "           curl is needed, and it is not on PATH. Install it (Debian: apt-get install -y curl).",
      "  browser  not part of npm test: npm test -- --selectProjects browser",
      "           Chromium is needed, and it is not where CHROMIUM_BINARY says (/opt/chromium). " +
        "Install it (Debian: apt-get install -y chromium), or name it with CHROMIUM_BINARY.",
      "  chaos    not part of npm test: npm test -- --selectProjects chaos",
    ]);
  });

  test("has nothing to say last when nothing was left out", () => {
    expect(closingLines(table, planRun(table, { kind: "all" }, everything), {})).toEqual([]);
  });
});

describe("npm run test:all", () => {
  test("runs every lane; one that cannot run fails, and names the missing program", () => {
    expect(planRun(table, { kind: "all" }, everything)).toMatchObject({ lanes: Object.keys(table), failing: [] });
    const plan = planRun(table, { kind: "all" }, nothing);
    expect(plan).toEqual({
      lanes: ["unit", "chaos"],
      leftOut: [],
      failing: [
        { lane: "shell", missing: ["bash", "curl"] },
        { lane: "browser", missing: ["chromium"] },
      ],
    });
    expect(closingLines(table, plan, {})).toEqual([
      "Failed, for want of a program:",
      "  shell    bash is needed, and it is not on PATH. Install it (Debian: apt-get install -y bash).",
      "           curl is needed, and it is not on PATH. Install it (Debian: apt-get install -y curl).",
      "  browser  Chromium is needed, and it is not on PATH. " +
        "Install it (Debian: apt-get install -y chromium), or name it with CHROMIUM_BINARY.",
    ]);
  });
});

describe("lanes that are asked for by name", () => {
  test("run alone, and fail where they cannot run", () => {
    const wish = { kind: "named", names: ["browser", "unit"] } as const;
    expect(planRun(table, wish, everything)).toEqual({ lanes: ["unit", "browser"], leftOut: [], failing: [] });
    expect(planRun(table, wish, nothing)).toEqual({
      lanes: ["unit"],
      leftOut: [],
      failing: [{ lane: "browser", missing: ["chromium"] }],
    });
  });

  test("are refused if the lane does not exist", () => {
    expect(() => planRun(table, { kind: "named", names: ["unit", "units"] }, everything)).toThrow(
      "There is no lane units; the lanes are unit, shell, browser, chaos.",
    );
  });
});

test("Jest's option for lanes stands where it takes no pattern for a lane", () => {
  expect(jestArguments(["path", "--json"], ["unit"])).toEqual(["path", "--json", "--selectProjects", "unit"]);
  expect(jestArguments(["--json", "--", "-path"], ["unit"])).toEqual([
    "--json",
    "--selectProjects",
    "unit",
    "--",
    "-path",
  ]);
});
