import { act } from "../../../lib/rollout/act";
import { VirtualClock } from "../../support/rollout/clock";
import { inWaves, usualSettings } from "../../support/rollout/run";
import { ignores, restarts, Simulation, type SimulatedInstance } from "../../support/rollout/simulation";

/** Restarts one instance. Look 13 takes half a minute after the status is read, look 14 before. */
async function endOf(restart: NonNullable<SimulatedInstance["restart"]>) {
  const clock = new VirtualClock();
  const simulation = new Simulation(clock, { instances: [{ id: "a", restart }] });
  const list = simulation.list.bind(simulation);
  let looks = 0;
  simulation.list = async (signal) => {
    looks += 1;
    if (looks === 14) await clock.sleep(29_000, signal);
    const shown = await list(signal);
    if (looks === 13) await clock.sleep(30_000, signal);
    return shown;
  };
  const records = await clock.run(
    act(
      {
        planned: inWaves(["a"], 1),
        settings: {
          ...usualSettings,
          pollIntervalMs: 30_000,
          readsTasks: false,
          runDeadlineMs: clock.now() + usualSettings.runTimeoutMs,
        },
        open: new Map(),
        statuses: new Map([["a", "RUNNING"]]),
      },
      { api: simulation, clock, keep: () => undefined, tell: () => undefined },
      new AbortController().signal,
    ),
  );
  return records.get("a")?.result;
}

describe("a look that takes long", () => {
  test("is as old as its beginning: a restart between it and the next one may have come and gone", async () => {
    expect(await endOf(restarts(88_000, 78_000))).toBe("unknown");
  });

  test("leaves an instance unproven that was really never restarted, too", async () => {
    expect(await endOf(ignores)).toBe("unknown");
  });
});
