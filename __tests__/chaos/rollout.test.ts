import fc from "fast-check";
import { randomRuns } from "../support/chaos/random-runs";
import { anyScenario, benignScenario, type Scenario } from "../support/rollout/arbitraries";
import { VirtualClock } from "../support/rollout/clock";
import { run, runAgainst, runKilled } from "../support/rollout/run";
import { dueAfter, runSequel } from "../support/rollout/sequel";
import { Simulation } from "../support/rollout/simulation";
import { violations } from "../support/rollout/violations";

/** Checks a property in so many random cases, and more of them in a long run. */
function holds<T>(name: string, usualRuns: number, property: () => fc.IAsyncProperty<T>): void {
  const runs = randomRuns(usualRuns);
  test(name, async () => fc.assert(property(), runs), 30_000 + 1_000 * runs.numRuns);
}

const upTo = (longestMs: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: longestMs });

/** How often each instance's action took effect, in the order of the plan. */
function effects({ planned }: Scenario, simulation: Simulation): readonly number[] {
  return planned.map(({ id }) => simulation.effectsOn(id).length);
}

const once = ({ planned }: Scenario): readonly number[] => planned.map(() => 1);

describe("any fleet, any settings, any faults", () => {
  holds("a run keeps R1 to R6, P1, P3 and the planned order of waves", 60, () =>
    fc.asyncProperty(anyScenario, async (scenario) => {
      expect(violations(scenario, await run(scenario))).toEqual([]);
    }),
  );

  holds("a stopped run keeps them too, and ends within five seconds of the stop", 60, () =>
    fc.asyncProperty(anyScenario, upTo(1_800_000), async (scenario, stopAfterMs) => {
      const stopped = await run({ ...scenario, stopAfterMs });
      expect(violations(scenario, stopped)).toEqual([]);
      expect(stopped.tookMs).toBeLessThanOrEqual(stopAfterMs + 5_000);
    }),
  );
});

describe("healthy instances behind a service that is sometimes busy, slow or out of reach", () => {
  const shortGap = fc.integer({ min: 5_000, max: 30_000 });

  holds("after a stop exactly what is open is due, and further runs do each action once", 50, () =>
    fc.asyncProperty(benignScenario, upTo(3_600_000), shortGap, async (scenario, stopAfterMs, gapMs) => {
      const clock = new VirtualClock();
      const simulation = new Simulation(clock, scenario);
      const first = await runAgainst(simulation, clock, { ...scenario, stopAfterMs });
      const open = [...first.records.values()].filter(({ result }) => result !== "success");
      const { due: next } = dueAfter(scenario, first.records, simulation);
      expect(next.map(({ id }) => id)).toEqual(open.map(({ instanceId }) => instanceId));

      const sequel = await runSequel(scenario, first.records, simulation, clock, { gapMs, most: 12 });
      expect(sequel.left).toEqual([]);
      expect(effects(scenario, simulation)).toEqual(once(scenario));
      for (const { due, run: later } of sequel.runs) {
        const toSend = due.filter(({ verb }) => verb !== "verify").map(({ id }) => id);
        expect(toSend).toEqual(expect.arrayContaining(later.sent.flat()));
      }
    }),
  );

  holds("after a kill further runs do each action once, from what the run had told to keep", 50, () =>
    fc.asyncProperty(benignScenario, upTo(3_600_000), shortGap, async (scenario, killAfterMs, gapMs) => {
      const clock = new VirtualClock();
      const simulation = new Simulation(clock, scenario);
      const kept = await runKilled(simulation, clock, scenario, killAfterMs);
      const sequel = await runSequel(scenario, kept, simulation, clock, { gapMs, most: 12 });
      expect(sequel.left).toEqual([]);
      expect(effects(scenario, simulation)).toEqual(once(scenario));
    }),
  );

  holds("after a kill and a long time nothing is done twice, and what cannot be proven any more stays open", 50, () =>
    fc.asyncProperty(
      benignScenario,
      upTo(3_600_000),
      fc.integer({ min: 5_000, max: 7_200_000 }),
      async (scenario, killAfterMs, gapMs) => {
        const clock = new VirtualClock();
        const simulation = new Simulation(clock, scenario);
        const kept = await runKilled(simulation, clock, scenario, killAfterMs);
        const sequel = await runSequel(scenario, kept, simulation, clock, { gapMs, most: 12 });
        const open = new Set(sequel.left.map(({ id }) => id));
        expect(sequel.left.filter(({ verb }) => verb !== "verify")).toEqual([]);
        for (const { id } of scenario.planned) {
          const times = simulation.effectsOn(id).length;
          expect({ id, done: times === 1 || (times === 0 && open.has(id)) }).toEqual({ id, done: true });
        }
      },
    ),
  );
});
