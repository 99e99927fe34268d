import fc from "fast-check";
import { type LimitedService, limitedService, type RateLimit } from "../support/chaos/limited-service";
import { randomRuns } from "../support/chaos/random-runs";
import { lost } from "../support/rollout/failures";
import { applied, single } from "../support/rollout/resources";
import { minuteMs } from "../support/rollout/run";
import { restarts } from "../support/rollout/simulation";

const limit: fc.Arbitrary<RateLimit> = fc.record({
  calls: fc.integer({ min: 3, max: 8 }),
  perMs: fc.constantFrom(1_000, 5_000),
  retryAfterSeconds: fc.integer({ min: 1, max: 30 }),
  chances: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 10 }),
});

const scene = fc.record({
  limit,
  count: fc.integer({ min: 1, max: 12 }),
  parallelism: fc.constantFrom(3, 12),
  leavesMs: fc.integer({ min: 0, max: 30_000 }),
  takesMs: fc.array(fc.integer({ min: 180_000, max: 300_000 }), { minLength: 1, maxLength: 8 }),
  lostCall: fc.option(fc.integer({ min: 0, max: 5 })),
});

const runs = randomRuns(50);

test(
  "many resources behind a gateway with any limit: each restarts once, is proven, and nothing is sent during a hold",
  () =>
    fc.assert(
      fc.asyncProperty(scene, async ({ limit, count, parallelism, leavesMs, takesMs, lostCall }) => {
        let gateway: LimitedService | undefined;
        const resources = single(count, (index) => ({
          restart: restarts(leavesMs, takesMs[index % takesMs.length]),
        })).map((resource) => ({
          ...resource,
          settings: { readyTimeoutMs: 120 * minuteMs, runTimeoutMs: 120 * minuteMs },
        }));
        const { simulation, resources: ended } = await applied(resources, {
          shared: true,
          parallelism,
          callFault: (call) => (call === lostCall ? { failure: lost, carriedOut: true } : undefined),
          serviceOf: (fleet, clock) => {
            gateway ??= limitedService(fleet, clock, limit);
            return gateway.service;
          },
        });
        const effects = resources.map(({ instances: [instance] }) => simulation.effectsOn(instance?.id ?? "").length);
        expect(effects).toEqual(resources.map(() => 1));
        expect(ended.flatMap(({ records }) => records.map(({ result, reason }) => ({ result, reason })))).toEqual(
          resources.map(() => ({ result: "success", reason: expect.stringContaining("RUNNING") as string })),
        );
        expect(gateway?.duringHold()).toBe(0);
        // Every run that was under way has told that it waits.
        if ((gateway?.refusals() ?? 0) > 0) {
          const told = ended.filter(({ events }) => events.some(({ kind }) => kind === "held"));
          expect(told.length).toBeGreaterThan(0);
        }
      }),
      runs,
    ),
  60_000 + 2_000 * runs.numRuns,
);
