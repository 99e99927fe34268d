import fc from "fast-check";
import { anyHistory } from "./arbitrary";
import { decided } from "./exclusions";
import type { Step } from "./steps";
import { judge, type PropertyName, type Verdict } from "./verdict";

interface Runs {
  readonly seed: number;
  readonly numRuns: number;
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
const names = Object.keys(properties) as readonly PropertyName[];

/**
 * Declares a test for each property. The histories are played once for all of them; only those of a property that some of them break are
 * played again, until the smallest such history is found.
 */
export function testHistories(runs: Runs): void {
  const timeoutMs = 60_000 + 300 * runs.numRuns;
  let playing: Promise<ReadonlySet<PropertyName>> | undefined;

  describe("in any history", () => {
    test.each(Object.entries(properties) as [PropertyName, string][])(
      "(%s) %s",
      async (name) => {
        const broken = await (playing ??= brokenBy(runs));
        if (broken.has(name)) await fc.assert(propertyOf(name), runs);
        expect([...broken]).not.toContain(name);
      },
      timeoutMs,
    );
  });
}

/** The properties that some of these histories break. */
async function brokenBy(runs: Runs): Promise<ReadonlySet<PropertyName>> {
  const broken = new Set<PropertyName>();
  const judged = fc.asyncProperty(anyHistory, async (steps) => {
    const { wrong } = await judge(steps, decided);
    for (const name of names) if (wrong[name].length > 0) broken.add(name);
  });
  await fc.assert(judged, runs);
  return broken;
}

function propertyOf(name: PropertyName): fc.IAsyncProperty<[readonly Step[]]> {
  return fc.asyncProperty(anyHistory, async (steps) => {
    const { wrong, told }: Verdict = await judge(steps, decided);
    if (wrong[name].length > 0) throw new Error([...wrong[name], "What was to be seen:", ...told].join("\n"));
  });
}
