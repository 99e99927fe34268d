import fc from "fast-check";
import { isLongRun, randomRuns } from "../support/chaos/random-runs";
import { anyHistory } from "../support/terraform-model/fleet/arbitrary";
import { decided } from "../support/terraform-model/fleet/exclusions";
import type { Step } from "../support/terraform-model/fleet/steps";
import { judge, type PropertyName, type Verdict } from "../support/terraform-model/fleet/verdict";

/** `npm run test:chaos` plays a hundred thousand of them. */
const runs = isLongRun() ? randomRuns(5_000) : randomRuns(1_500);
const verdicts = new Map<string, Promise<Verdict>>();

/** Each property sees the same histories, from the one seed: they are played for the first of them. */
function judgeOnce(steps: readonly Step[]): Promise<Verdict> {
  const key = JSON.stringify(steps);
  const verdict = verdicts.get(key) ?? judge(steps, decided);
  verdicts.set(key, verdict);
  return verdict;
}

const properties: Readonly<Record<PropertyName, string>> = {
  plansAlike: "the plan inside an apply agrees with the one that was shown",
  sendsOnce: "a second send for the same triggers comes only after the end of the first is known to be failed",
  forgetsUnsent: "what was never sent and is undone is not due",
  endsEmpty: "after an apply in which all is proven the second plan is empty",
  listsTheUnproven: "after any other apply the next plan holds exactly what is not proven",
  waitsForTheUnknown: "nothing is sent for the same triggers while an earlier end is unknown",
  sendsTheListed: "what a plan lists is what its apply sends, less what is reported as not started",
};

describe("in any history", () => {
  test.each(Object.entries(properties) as [PropertyName, string][])(
    "(%s) %s",
    async (name) => {
      const property = fc.asyncProperty(anyHistory, async (steps) => {
        const { wrong, told } = await judgeOnce(steps);
        if (wrong[name].length > 0) throw new Error([...wrong[name], "What was to be seen:", ...told].join("\n"));
      });
      await fc.assert(property, runs);
    },
    60_000 + 300 * runs.numRuns,
  );
});
