import { type Comparison, ratio } from "./compared";

/** A goal, and whether it was met. */
export interface Expectation {
  readonly text: string;
  readonly met: boolean;
}

/** The most that a measurement may take, as a multiple of its comparison, by its name. */
export const goals: Readonly<Record<string, number>> = {
  "terraform plan, 1 instance, next to the null provider": 2,
  "terraform plan, 500 instances": 1.5,
  "terraform apply, 500 instances": 3,
  "terraform plan, 10000 instances": 1.2,
  "terraform plan, 10000 instances, next to 5000": 2.2,
};

/** Each goal for which there is a measurement. Pure. */
export function expectGoals(comparisons: readonly Comparison[]): readonly Expectation[] {
  return comparisons.flatMap((comparison) => {
    const goal = goals[comparison.name];
    if (goal === undefined) return [];
    const reached = ratio(comparison);
    return [{ text: `${comparison.name}: ${reached.toFixed(2)} times, at most ${goal}`, met: reached <= goal }];
  });
}
