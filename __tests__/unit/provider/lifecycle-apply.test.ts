import type { ProviderServer } from "../../../lib/framework/server";
import { planOutOfDate } from "../../../lib/provider/messages";
import { fleetConfig, revised } from "../../support/lifecycle/fleet-config";
import { createMachine, type Machine } from "../../support/lifecycle/local-memory";
import { lifecycleType, readyDataFor, startProcess } from "../../support/lifecycle/provider-process";
import { VirtualClock } from "../../support/rollout/clock";
import { recordOf } from "../../support/rollout/records";
import { Simulation } from "../../support/rollout/simulation";

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

  test("is refused, without a call, when something was done since the plan: what a plan lists is what is done", async () => {
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
});
