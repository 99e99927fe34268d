import { timestamp } from "../../../../lib/domain/action-record";
import type { ObjectValue } from "../../../../lib/framework/values/value";
import { fleetConfig, revised } from "../../../support/lifecycle/fleet-config";
import { createMachine } from "../../../support/lifecycle/local-memory";
import { lifecycleType, readyDataFor, startProcess } from "../../../support/lifecycle/provider-process";
import { VirtualClock } from "../../../support/rollout/clock";
import { recordOf } from "../../../support/rollout/records";
import { Simulation } from "../../../support/rollout/simulation";

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

describe("an instance whose id the configuration begins to spell in another case", () => {
  const respelled = (revision: string): ObjectValue => {
    return fleetConfig({ ant: { id: "ANT", triggers: { revision } } });
  };

  /** Adopted as `ant`, at revision 1. */
  async function adopted() {
    const clock = new VirtualClock();
    const simulation = new Simulation(clock, { instances: [{ id: "ant" }] });
    const memory = createMachine();
    const server = await startProcess(
      readyDataFor({ api: simulation, clock, memory }, { tasks: () => Promise.resolve([]) }),
    );
    const plan = async (config: ObjectValue, prior?: ObjectValue, priorPrivate?: Uint8Array) =>
      clock.run(server.planResourceChange(lifecycleType, { config, proposed: config, prior, priorPrivate }));
    const apply = async (config: ObjectValue, prior?: ObjectValue, priorPrivate?: Uint8Array) => {
      const { planned, private: plannedPrivate } = await plan(config, prior, priorPrivate);
      const { state, private: priv } = await clock.run(
        server.applyResourceChange(lifecycleType, { config, prior, planned, plannedPrivate }),
      );
      return clock.run(server.readResource(lifecycleType, state!, priv));
    };
    const { state, private: priv } = await apply(fleetConfig(revised(["ant"], "1")));
    return { clock, simulation, memory, plan, apply, state: state!, priv };
  }

  test("stays adopted: nothing is due, its new triggers are, and its results name the new spelling", async () => {
    const { plan, apply, simulation, state, priv } = await adopted();
    const same = await plan(respelled("1"), state, priv);
    expect(same.planned?.["planned_actions"]).toEqual([]);
    expect(same.diagnostics).toEqual([]);
    const next = await plan(respelled("2"), state, priv);
    expect(next.planned?.["planned_actions"]).toMatchObject([{ action: "restart", instance_id: "ANT" }]);
    const after = await apply(respelled("1"), state, priv);
    expect(after.state?.["observed"]).toMatchObject(new Map([["ant", { instance_id: "ANT", status: "RUNNING" }]]));
    expect(simulation.calls).toEqual([]);
  });

  test("is not sent the call again that a killed run has sent, and its row goes once state holds the end", async () => {
    const { plan, memory, clock, state, priv } = await adopted();
    const now = timestamp(clock.now());
    const open = {
      instanceId: "ant",
      result: "unknown",
      status: "RUNNING",
      submittedAt: now,
      finishedAt: now,
    } as const;
    const row = { record: { ...recordOf(open), leftAt: "" }, triggers: new Map([["revision", memory.digest("2")]]) };
    memory.runRecords.begin().save(new Map([["ant", row]]));
    const { planned } = await plan(respelled("2"), state, priv);
    expect(planned?.["planned_actions"]).toMatchObject([{ action: "verify", instance_id: "ANT" }]);
    const proven = {
      ...row,
      record: { ...row.record, result: "success", finishedAt: timestamp(clock.now() + 1) },
    } as const;
    memory.runRecords.confirm(new Map([["ANT", proven]]));
    expect(memory.runs).toEqual([]);
  });

  test("does not leave the configuration: nothing of it is forgotten", async () => {
    const { plan, apply, simulation, clock, state, priv } = await adopted();
    simulation.rewrite("ant", { restart: [] });
    const failed = await apply(fleetConfig(revised(["ant"], "2"), { ready_timeout: "5s" }), state, priv);
    const { planned, diagnostics } = await plan(respelled("2"), failed.state, failed.private);
    expect(planned?.["planned_actions"]).toMatchObject([{ instance_id: "ANT" }]);
    expect(diagnostics.map(({ summary }) => summary)).not.toContainEqual(expect.stringMatching(/forgotten|leave/i));
    expect(clock.now()).toBeGreaterThan(0);
  });
});
