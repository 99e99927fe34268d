import type { NeededProgram } from "../../__tests__/support/programs/needed-programs";
import type { Wish } from "./arguments";
import type { LaneTable } from "./lanes";

/** A lane that is not run, and the programs that this machine lacks for it. */
export interface LeftOut {
  readonly lane: string;
  readonly missing: readonly NeededProgram[];
}

export interface RunPlan {
  readonly lanes: readonly string[];
  /** Lanes that `npm test` leaves out. They count as neither passed nor failed. */
  readonly leftOut: readonly LeftOut[];
  /** Requested lanes that cannot run: they fail. */
  readonly failing: readonly LeftOut[];
}

/** Decides which lanes run. Throws one sentence for an unknown lane. */
export function planRun(table: LaneTable, wish: Wish, isHere: (program: NeededProgram) => boolean): RunPlan {
  const unknown = wish.kind === "named" ? wish.names.filter((name) => !(name in table)) : [];
  if (unknown.length > 0) {
    throw new Error(`There is no lane ${unknown.join(", ")}; the lanes are ${Object.keys(table).join(", ")}.`);
  }
  const plan = { lanes: [] as string[], leftOut: [] as LeftOut[], failing: [] as LeftOut[] };
  for (const [lane, { inNpmTest, needs }] of Object.entries(table)) {
    if (wish.kind === "named" && !wish.names.includes(lane)) continue;
    const missing = needs.filter((program) => !isHere(program));
    if (wish.kind === "usual" && (!inNpmTest || missing.length > 0)) plan.leftOut.push({ lane, missing });
    else if (missing.length > 0) plan.failing.push({ lane, missing });
    else plan.lanes.push(lane);
  }
  return plan;
}

/** The arguments of Jest for some lanes: the option that chooses them takes all arguments up to the next option. */
export function jestArguments(forJest: readonly string[], chosen: readonly string[]): readonly string[] {
  const end = forJest.indexOf("--");
  const [options, patterns] = end === -1 ? [forJest, []] : [forJest.slice(0, end), forJest.slice(end)];
  return [...options, "--selectProjects", ...chosen, ...patterns];
}
