import fc from "fast-check";
import { variableOf } from "../../../../lib/domain/environment";
import { randomRuns } from "../../chaos/random-runs";
import { anyHistory } from "./arbitrary";
import { decided } from "./exclusions";
import type { Step } from "./steps";
import { judge, type PropertyName, type Verdict } from "./verdict";

interface Runs {
  readonly seed: number;
  readonly numRuns: number;
}

/** One history, as fast-check names it: the seed of its run, and its place among the histories of that and their simpler forms. */
interface ChosenHistory {
  readonly seed: number;
  readonly path: string;
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
 * Declares a test for each property. The histories are played once for all of them; of a property that some of them break, the first such
 * history is played again, in simpler forms, until the smallest one is found.
 */
export function testHistories(runs: Runs): void {
  let playing: Promise<ReadonlyMap<PropertyName, number>> | undefined;
  testProperties(60_000 + 300 * runs.numRuns, async (name) => {
    const broken = await (playing ??= firstBroken(runs));
    const first = broken.get(name);
    if (first !== undefined) throw new Error(await smallestBroken(name, { seed: runs.seed, path: String(first) }));
  });
}

/** Four parts of them and the 2,000 of the lane `model` are 100,000. */
const usualOfPart = 24_500;

/** Declares the tests of one part. A run of 20 times the usual length makes four times as many histories, and 20 times the rest. */
export function testPart(part: number): void {
  const { seed, numRuns: ofLongRun } = randomRuns(5_000);
  const numRuns = Math.max(usualOfPart, ofLongRun);
  testHistories({ seed: seed + part, numRuns });
}

/** Declares a test for each property, for one history. */
export function testHistory(chosen: ChosenHistory): void {
  testProperties(60_000, async (name) => {
    // After a history that breaks nothing, fast-check would go on to its simpler forms.
    let isPlayed = false;
    const isNext = (): boolean => !isPlayed && (isPlayed = true);
    const details = await fc.check(propertyOf(name, isNext), { ...chosen, endOnFailure: true, ...report });
    if (details.failed) throw new Error(await fc.asyncDefaultReportMessage(details));
  });
}

/** The history that CHAOS_HISTORY names, `SEED:PATH`. Throws for an invalid value. */
export function chosenHistory(): ChosenHistory | undefined {
  const given = variableOf(process.env, variable);
  if (given === undefined) return undefined;
  const [, seed, path] = /^(-?\d+):(\d+(?::\d+)*)$/.exec(given) ?? [];
  if (seed !== undefined && path !== undefined) return { seed: Number(seed), path };
  throw new Error(`${variable} must be a seed and a path, as in 4711:12:0, got ${JSON.stringify(given)}`);
}

const variable = "CHAOS_HISTORY";
const report = { includeErrorInReport: true } as const;

function testProperties(timeoutMs: number, judgeBy: (name: PropertyName) => Promise<void>): void {
  describe("in any history", () => {
    test.each(Object.entries(properties) as [PropertyName, string][])("(%s) %s", judgeBy, timeoutMs);
  });
}

/** The first of these histories that breaks a property, by its place among them. */
async function firstBroken(runs: Runs): Promise<ReadonlyMap<PropertyName, number>> {
  const broken = new Map<PropertyName, number>();
  let place = 0;
  const judged = fc.asyncProperty(anyHistory, async (steps) => {
    const { wrong } = await judge(steps, decided);
    for (const name of names) if (wrong[name].length > 0 && !broken.has(name)) broken.set(name, place);
    place += 1;
  });
  await fc.assert(judged, runs);
  return broken;
}

/** The smallest form of a history that breaks a property, and the command that plays it alone. */
async function smallestBroken(name: PropertyName, chosen: ChosenHistory): Promise<string> {
  const details = await fc.check(propertyOf(name), { ...chosen, numRuns: 1, ...report });
  const { seed, counterexamplePath } = details;
  if (!details.failed) return `History ${chosen.seed}:${chosen.path} breaks ${name} in one play of two.`;
  const command = `${variable}=${seed}:${counterexamplePath} npx jest --selectProjects model -- model/histories`;
  return `Repeat it with: ${command}\n${await fc.asyncDefaultReportMessage(details)}`;
}

function propertyOf(name: PropertyName, isToPlay = (): boolean => true): fc.IAsyncProperty<[readonly Step[]]> {
  return fc.asyncProperty(anyHistory, async (steps) => {
    if (!isToPlay()) return;
    const { wrong, told }: Verdict = await judge(steps, decided);
    if (wrong[name].length > 0) throw new Error(described(wrong[name], told));
  });
}

function described(wrong: readonly string[], told: readonly string[]): string {
  return [...wrong, "What was to be seen:", ...told].join("\n");
}
