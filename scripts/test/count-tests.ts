import { relative } from "node:path";

/** The part of Jest's JSON report about files. */
export interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    /** Why tests failed, or why the file did not run. */
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Tests of a lane. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** Tests that are skipped or todo. */
  readonly skipped: number;
}

/** The tests of each lane, in the order of the report. A file that could not run counts as one failed test. */
export function countTests({ testResults }: JestReport, root: string): ReadonlyMap<string, TestCounts> {
  const counts = new Map<string, TestCounts>();
  for (const { name, message, assertionResults } of testResults) {
    const lane = relative(root, name).split("/")[1] ?? name;
    const before = counts.get(lane) ?? { passed: 0, failed: 0, skipped: 0 };
    const having = (status: string): number => assertionResults.filter((each) => each.status === status).length;
    const broken = assertionResults.length === 0 && message !== "" ? 1 : 0;
    const [passed, failed] = [having("passed"), having("failed")];
    counts.set(lane, {
      passed: before.passed + passed,
      failed: before.failed + failed + broken,
      skipped: before.skipped + assertionResults.length - passed - failed,
    });
  }
  return counts;
}
