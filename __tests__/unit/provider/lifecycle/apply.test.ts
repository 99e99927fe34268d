import { DmsError } from "../../../../lib/client/dms-error";
import type { ProviderServer } from "../../../../lib/framework/server";
import type { ProgressLine } from "../../../../lib/rollout/progress-line";
import { planOutOfDate } from "../../../../lib/provider/messages";
import { fleetConfig, revised } from "../../../support/lifecycle/fleet-config";
import { createMachine, type Machine } from "../../../support/lifecycle/local-memory";
import { lifecycleType, readyDataFor, startProcess } from "../../../support/lifecycle/provider-process";
import { VirtualClock } from "../../../support/rollout/clock";
import { recordOf } from "../../../support/rollout/records";
import { Simulation } from "../../../support/rollout/simulation";

const names = ["ant", "bee"] as const;
const adopting = fleetConfig(revised(names, "1"));
const changed = fleetConfig(revised(names, "2"));

describe("apply", () => {
  let clock: VirtualClock;
  let simulation: Simulation;
  let machine: Machine;
  let server: ProviderServer;

  beforeEach(async () => {
    clock = new VirtualClock();
    simulation = new Simulation(clock, { instances: names.map((id) => ({ id })) });
    machine = createMachine();
    server = await startProcess(readyDataFor({ api: simulation, clock, memory: machine }));
  });

  type Plan = Awaited<ReturnType<ProviderServer["planResourceChange"]>>;
  const plan = (config = adopting, prior?: Plan["planned"]): Promise<Plan> =>
    clock.run(server.planResourceChange(lifecycleType, { config, proposed: config, prior, priorPrivate: undefined }));
  const apply = ({ planned, private: plannedPrivate }: Plan, config = adopting, prior?: Plan["planned"]) =>
    clock.run(server.applyResourceChange(lifecycleType, { config, prior, planned, plannedPrivate }));

  test("is refused, without a call, if an action came after the plan: apply does exactly the plan", async () => {
    const { state } = await apply(await plan());
    const outdated = await plan(changed, state);
    const triggers = new Map([["revision", machine.digest("2")]]);
    const finishedAt = "2030-01-01T00:00:00.000Z";
    machine.runRecords
      .begin()
      .save(new Map([["ant", { record: recordOf({ instanceId: "ant", finishedAt }), triggers }]]));

    const answer = await apply(outdated, changed, state);
    expect(answer.diagnostics).toEqual([planOutOfDate()]);
    expect(answer.state).toEqual(state);
    expect(simulation.calls).toEqual([]);
  });

  describe("with a service that stopped answering", () => {
    const limited = { timeouts: { create: "5m", update: "7m" } };
    let hangs: boolean;
    let startedMs: number;

    /** Lists until it hangs; then a list ends with its signal. */
    const list: Simulation["list"] = (signal) =>
      hangs
        ? new Promise((_, reject) => {
            const message = "GET /instances: interrupted after it was sent.";
            const failure = new DmsError({ code: "interrupted", fate: "unknown", message });
            signal.addEventListener("abort", () => reject(failure));
          })
        : simulation.list(signal);

    beforeEach(async () => {
      hangs = false;
      const data = readyDataFor({ api: simulation, clock, memory: machine }, { list });
      const beginProgress = () => (line: ProgressLine) => {
        if (line.event === "end") hangs = true;
      };
      server = await startProcess({ ...data, beginProgress });
    });

    test("ends its first look with the time of a run, and says so", async () => {
      const config = fleetConfig(revised(names, "1"), limited);
      const planned = await plan(config);
      hangs = true;
      startedMs = clock.now();
      const { diagnostics, state } = await apply(planned, config);
      expect(clock.now() - startedMs).toBe(5 * 60_000);
      expect(diagnostics).toMatchObject([
        {
          severity: "error",
          detail: expect.stringContaining(
            "interrupted after it was sent. The time for the run (timeouts.create, 5m) was over.",
          ) as string,
        },
      ]);
      expect(state).toBeUndefined();
      expect(simulation.calls).toEqual([]);
    });

    test("ends its last look with the time of a run, and keeps the proofs of the run", async () => {
      const config = fleetConfig(revised(names, "1"), { ...limited, restart_on_create: true });
      const planned = await plan(config);
      startedMs = clock.now();
      const { diagnostics, state } = await apply(planned, config);
      expect(hangs).toBe(true);
      expect(clock.now() - startedMs).toBeGreaterThan(5 * 60_000);
      expect(clock.now() - startedMs).toBeLessThanOrEqual(10 * 60_000);
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(state).toMatchObject({ unfinished: [] });
      expect(simulation.calls).toHaveLength(1);
    });
  });
});
