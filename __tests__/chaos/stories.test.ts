import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { play } from "../support/attacks/attack";
import { anyCalmStory, anyStory } from "../support/attacks/story";
import { attackedPrograms } from "../support/attacks/programs";
import { randomRuns } from "../support/chaos/random-runs";

const storyMs = 120_000;

describe("applies on two machines, with faults, kills and interrupts between them", () => {
  const runs = randomRuns(2);

  test(
    `keep every promise (${runs.numRuns} stories)`,
    async () => {
      const failed: unknown[] = [];
      for (const [index, story] of fc.sample(anyStory(attackedPrograms), runs).entries()) {
        const { broken } = await play(story);
        // The others are played too: a long run shows each kind of failure.
        if (broken.length > 0) failed.push({ index, broken, story });
      }
      expect(failed).toEqual([]);
    },
    storyMs * runs.numRuns,
  );
});

/** Some of the places in which secrets are sought. */
const searched = [
  ...["0/terraform.tfstate", "0/tfplan → tfplan", "0/terraform.log", "0/main.tf"],
  ...["plan 1", "apply 2", "journal", "log of an attached provider"],
];

describe("a story that nothing disturbs", () => {
  const runs = randomRuns(1);

  test(
    `makes the same calls and shows the same results when it is played again (${runs.numRuns} stories)`,
    async () => {
      const other: unknown[] = [];
      for (const [index, story] of fc.sample(anyCalmStory(attackedPrograms), runs).entries()) {
        const [first, again] = [await play(story), await play(story)];
        expect(first.broken).toEqual([]);
        expect(first.seen.at(-1)?.searched).toEqual(expect.arrayContaining(searched));
        const [trace, traceAgain] = [traceOf(first), traceOf(again)];
        if (!isDeepStrictEqual(traceAgain, trace)) other.push({ index, trace, traceAgain, story });
      }
      expect(other).toEqual([]);
    },
    2 * storyMs * runs.numRuns,
  );
});

/** Calls, exit codes and results, without times and request ids. */
function traceOf({ seen }: Awaited<ReturnType<typeof play>>): unknown {
  return seen.map(({ calls, code, planned, state }) => ({
    calls,
    code,
    planned: planned?.map(({ name, action, wave }) => [name, action, wave]),
    results: Object.entries(state?.results ?? {}).map(([name, { result, action }]) => [name, action, result]),
  }));
}
