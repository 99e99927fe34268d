import { describeMissing, type Machine } from "../../__tests__/support/programs/needed-programs";
import type { LaneTable } from "./lanes";
import type { LeftOut, RunPlan } from "./plan-run";

/** The last lines of the output: the lanes that did not run, the reasons, and the command for each. */
export function closingLines(table: LaneTable, { leftOut, failing }: RunPlan, env: Machine["env"]): readonly string[] {
  const indent = Math.max(...Object.keys(table).map((lane) => lane.length)) + 4;
  const describe = (lane: string, sentences: readonly string[]): readonly string[] =>
    sentences.map((sentence, index) => `  ${index === 0 ? lane : ""}`.padEnd(indent) + sentence);
  const lacks = ({ missing }: LeftOut) => missing.map((program) => describeMissing(program, env));
  const why = ({ lane }: LeftOut) => (table[lane]!.inNpmTest ? "cannot run here" : "not part of npm test");
  const howToRun = (each: LeftOut) => `${why(each)}: npm test -- --selectProjects ${each.lane}`;
  return [
    ...(leftOut.length === 0 ? [] : ["Left out, and counted nowhere as passed:"]),
    ...leftOut.flatMap((each) => describe(each.lane, [howToRun(each), ...lacks(each)])),
    ...(failing.length === 0 ? [] : ["Failed, for want of a program:"]),
    ...failing.flatMap((each) => describe(each.lane, lacks(each))),
  ];
}
