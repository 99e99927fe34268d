import lanesJson from "../../__tests__/lanes.json";
import type { NeededProgram } from "../../__tests__/support/programs/needed-programs";

/** A folder of `__tests__` and project of Jest. */
export interface Lane {
  /** The claim that its tests prove, in Markdown. */
  readonly shows: string;
  readonly inNpmTest: boolean;
  readonly needs: readonly NeededProgram[];
  /** Time that it takes alone on two cores. @default not measured yet */
  readonly wallSeconds?: number;
  /** Processor time of all its programs. @default not measured yet */
  readonly cpuSeconds?: number;
  /** Seconds after which `.ci/run` ends the lane. */
  readonly ceilingSeconds: number;
}

export type LaneTable = Readonly<Record<string, Lane>>;

/** Every lane by its name, in the order of every list of them. */
export const lanes = lanesJson as unknown as LaneTable;
