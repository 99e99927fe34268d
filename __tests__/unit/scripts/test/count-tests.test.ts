import { countTests } from "../../../../scripts/test/count-tests";

const file = (path: string, statuses: readonly string[], message = "") => ({
  name: `/repository/__tests__/${path}`,
  message,
  assertionResults: statuses.map((status) => ({ status })),
});

describe("the tests of a report", () => {
  test("are counted lane by lane, skipped ones by themselves", () => {
    const testResults = [
      file("unit/domain/waves.test.ts", ["passed", "passed"]),
      file("chaos/rollout.test.ts", ["passed", "failed"], "expected"),
      file("unit/client/gone.test.ts", ["passed", "pending", "todo"]),
    ];
    expect([...countTests({ testResults }, "/repository")]).toEqual([
      ["unit", { passed: 3, failed: 0, skipped: 2 }],
      ["chaos", { passed: 1, failed: 1, skipped: 0 }],
    ]);
  });

  test("have failed if their file could not be run, and are absent if a pattern chose none of them", () => {
    const testResults = [file("unit/a.test.ts", [], "SyntaxError"), file("unit/b.test.ts", [])];
    expect([...countTests({ testResults }, "/repository")]).toEqual([["unit", { passed: 0, failed: 1, skipped: 0 }]]);
  });
});
