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

/** Each goal for which there is a measurement, by the clock and by processor time. Pure. */
export function expectGoals(comparisons: readonly Comparison[]): readonly Expectation[] {
  return comparisons.flatMap(({ name, clock, processor }) => {
    const goal = goals[name];
    if (goal === undefined) return [];
    const by = { "by the clock": clock, "by processor time": processor };
    return Object.entries(by).flatMap(([measure, pair]) => {
      if (pair === undefined) return [];
      const reached = ratio(pair);
      return [{ text: `${name}, ${measure}: ${reached.toFixed(2)} times, at most ${goal}`, met: reached <= goal }];
    });
  });
}
