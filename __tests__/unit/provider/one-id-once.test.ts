import { fleetConfig } from "../../support/lifecycle/fleet-config";
import { createMachine } from "../../support/lifecycle/local-memory";
import { lifecycleType, readyDataFor, startProcess } from "../../support/lifecycle/provider-process";
import { VirtualClock } from "../../support/rollout/clock";
import { Simulation } from "../../support/rollout/simulation";

test("I3: an instance that is declared under two names is refused, and nothing is due for it twice", async () => {
  const clock = new VirtualClock();
  const simulation = new Simulation(clock, { instances: [{ id: "ant" }] });
  const server = await startProcess(readyDataFor({ api: simulation, clock, memory: createMachine() }));
  const retired = { id: "ant", state: "deleted" } as const;
  const config = fleetConfig({ ant: retired, twin: retired }, { allow_deletion: true });
  const change = { config, proposed: config, prior: undefined, priorPrivate: undefined };
  const { diagnostics } = await clock.run(server.planResourceChange(lifecycleType, change));
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ detail }) => detail)).toEqual([expect.stringMatching(/twin.*ant|ant.*twin/)]);
  const due = diagnostics.filter(({ summary }) => summary.startsWith("Deletion"));
  expect(due).toEqual([]);
});
