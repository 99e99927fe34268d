import type { ProviderServer } from "../../../../lib/framework/server";
import * as answerApply from "../../../../lib/provider/lifecycle/answer-apply";
import * as answerPlan from "../../../../lib/provider/lifecycle/answer-plan";
import * as gathering from "../../../../lib/provider/lifecycle/gather";
import * as judging from "../../../../lib/provider/lifecycle/judge";
import * as looking from "../../../../lib/provider/lifecycle/look";
import { fleetConfig, revised } from "../../../support/lifecycle/fleet-config";
import { createMachine } from "../../../support/lifecycle/local-memory";
import { lifecycleType, readyDataFor, startProcess } from "../../../support/lifecycle/provider-process";
import { VirtualClock } from "../../../support/rollout/clock";
import { Simulation } from "../../../support/rollout/simulation";

// Every word counts its calls and works as always.
function counted(path: string): unknown {
  const actual = jest.requireActual<Record<string, unknown>>(path);
  return Object.fromEntries(
    Object.entries(actual).map(([name, value]) => [
      name,
      typeof value === "function" ? jest.fn(value as (...given: unknown[]) => unknown) : value,
    ]),
  );
}
jest.mock("../../../../lib/provider/lifecycle/gather", () => counted("../../../../lib/provider/lifecycle/gather"));
jest.mock("../../../../lib/provider/lifecycle/look", () => counted("../../../../lib/provider/lifecycle/look"));
jest.mock("../../../../lib/provider/lifecycle/judge", () => counted("../../../../lib/provider/lifecycle/judge"));
jest.mock("../../../../lib/provider/lifecycle/answer-plan", () =>
  counted("../../../../lib/provider/lifecycle/answer-plan"),
);
jest.mock("../../../../lib/provider/lifecycle/answer-apply", () =>
  counted("../../../../lib/provider/lifecycle/answer-apply"),
);

const names = ["ant", "bee"] as const;

/** How often each word was called since the last time it was asked. */
function calls(): Readonly<Record<string, number>> {
  const words = {
    gather: gathering.gather,
    look: looking.look,
    judge: judging.judgeAll,
    "answer a plan": answerPlan.answerPlan,
    "answer an apply": answerApply.answerApply,
  };
  const counts = Object.entries(words).map(([word, call]) => [word, (call as jest.Mock).mock.calls.length] as const);
  jest.clearAllMocks();
  return Object.fromEntries(counts);
}

const ofPlan = { gather: 1, look: 1, judge: 1, "answer a plan": 1, "answer an apply": 0 };
const ofApply = { ...ofPlan, "answer a plan": 0, "answer an apply": 1 };

describe("gather, look, judge and answer are called once", () => {
  test("per plan and per apply, of a creation and of an update that restarts", async () => {
    const clock = new VirtualClock();
    const simulation = new Simulation(clock, { instances: names.map((id) => ({ id })) });
    const world = { api: simulation, clock, memory: createMachine() };
    const server: ProviderServer = await startProcess(readyDataFor(world));
    let prior: Awaited<ReturnType<typeof server.applyResourceChange>>["state"];
    let priorPrivate: Awaited<ReturnType<typeof server.applyResourceChange>>["private"];
    for (const revision of ["1", "2"]) {
      const config = fleetConfig(revised(names, revision));
      const plan = await clock.run(
        server.planResourceChange(lifecycleType, { config, proposed: config, prior, priorPrivate }),
      );
      expect(calls()).toEqual(ofPlan);
      const { planned, private: plannedPrivate } = plan;
      const change = { config, prior, planned, plannedPrivate };
      const applied = await clock.run(server.applyResourceChange(lifecycleType, change));
      expect(applied.diagnostics).toEqual([]);
      expect(calls()).toEqual(ofApply);
      ({ state: prior, private: priorPrivate } = applied);
    }
    expect(simulation.calls).toHaveLength(1);
  });
});
