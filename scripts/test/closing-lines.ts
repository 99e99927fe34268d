import { describeMissing, type Machine } from "../../__tests__/support/programs/needed-programs";
import type { LaneTable } from "./lanes";
import type { LeftOut, RunPlan } from "./plan-run";

/** What is printed last: the lanes that did not run, why, and the command for each. */
export function closingLines(table: LaneTable, { leftOut, failing }: RunPlan, env: Machine["env"]): readonly string[] {
  const width = Math.max(...Object.keys(table).map((lane) => lane.length));
  const describe = (why: string, { lane, missing }: LeftOut): readonly string[] => [
    `  ${lane.padEnd(width)}  ${why}: npm test -- --selectProjects ${lane}`,
    ...missing.map((program) => `  ${" ".repeat(width)}  ${describeMissing(program, env)}`),
  ];
  const why = ({ lane }: LeftOut) => (table[lane]!.inNpmTest ? "cannot run here" : "not part of npm test");
  return [
    ...(leftOut.length === 0 ? [] : ["Left out, and counted nowhere as passed:"]),
    ...leftOut.flatMap((each) => describe(why(each), each)),
    ...(failing.length === 0 ? [] : ["Failed, for want of a program:"]),
    ...failing.flatMap((each) => describe("cannot run here", each)),
  ];
}
