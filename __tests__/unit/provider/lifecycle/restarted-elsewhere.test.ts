import { timestamp } from "../../../../lib/domain/action-record";
import type { Task } from "../../../../lib/domain/task";
import type { ObjectValue } from "../../../../lib/framework/values/value";
import type { ReadyProvider } from "../../../../lib/provider/connection/service";
import { fleetConfig, revised } from "../../../support/lifecycle/fleet-config";
import { createMachine } from "../../../support/lifecycle/local-memory";
import { lifecycleType, readyDataFor, startProcess } from "../../../support/lifecycle/provider-process";
import { VirtualClock } from "../../../support/rollout/clock";
import { callError, noSuchWords, readFailed } from "../../../support/rollout/failures";
import { Simulation } from "../../../support/rollout/simulation";

const title = "Restarted Since, And Due Again";
const forbidden = () =>
  callError({ code: "forbidden", fate: "refused", status: 403, message: "GET …/tasks: HTTP 403" });

/** A fleet that was adopted, and of which each instance was restarted by another user a minute later. */
async function fleetOf(count: number) {
  const ids = Array.from({ length: count }, (_, index) => `i${String(index).padStart(2, "0")}`);
  const clock = new VirtualClock();
  const began = timestamp(clock.now() + 60_000);
  const times = { createdAt: began, updatedAt: timestamp(clock.now() + 240_000) };
  const task: Task = { id: "t", name: "restartInstance", userName: "alice", status: "SUCCESS", ...times };
  let fault: ((id: string) => ReturnType<typeof forbidden> | undefined) | undefined;
  const simulation = new Simulation(clock, {
    instances: ids.map((id) => ({ id, otherTasks: [task] })),
    taskFault: (id) => fault?.(id),
  });
  const memory = createMachine();
  const process = (more: Partial<ReadyProvider> = {}) =>
    startProcess({ ...readyDataFor({ api: simulation, clock, memory }), ...more });
  const adopting = await process();
  const config = fleetConfig(revised(ids, "1"));
  const planned = await clock.run(
    adopting.planResourceChange(lifecycleType, { config, proposed: config, prior: undefined, priorPrivate: undefined }),
  );
  const change = { config, prior: undefined, planned: planned.planned, plannedPrivate: planned.private };
  const adopted = await clock.run(adopting.applyResourceChange(lifecycleType, change));
  const { state } = adopted;
  if (state === undefined) throw new Error("not adopted");
  await clock.pass(600_000);

  /** A refresh, unless told otherwise, and a plan for another trigger, in one process. */
  const plan = async (more: Partial<ReadyProvider> = {}, refreshes = true, revision = "2") => {
    const server = await process(more);
    const read = refreshes ? await clock.run(server.readResource(lifecycleType, state, adopted.private)) : adopted;
    const next = fleetConfig(revised(ids, revision));
    const proposed: ObjectValue = { ...next, id: state["id"] ?? null };
    const asked = { config: next, proposed, prior: read.state, priorPrivate: read.private };
    const answer = await clock.run(server.planResourceChange(lifecycleType, asked));
    const warnings = answer.diagnostics.filter(({ summary }) => summary.startsWith(title));
    return {
      warnings,
      actions: answer.planned?.["planned_actions"],
      errors: answer.diagnostics.filter(({ severity }) => severity === "error"),
    };
  };
  return { plan, simulation, began, fail: (each: typeof fault) => void (fault = each) };
}

describe("a plan for instances that others have restarted since their adoption", () => {
  test("names the user and the time, and that an apply restarts again; it asks once for each due instance", async () => {
    const { plan, simulation, began } = await fleetOf(3);
    const { warnings } = await plan();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.severity).toBe("warning");
    expect(warnings[0]?.detail).toContain(`- i00 (i00): task restartInstance (t) by alice, SUCCESS, ${began} to `);
    expect(warnings[0]?.detail).toContain("An apply restarts the instances again.");
    expect(simulation.asked).toEqual(["i00", "i01", "i02"]);
  });

  test("warns only in the process that has refreshed the object; the planned value is the same in the other", async () => {
    const { plan, simulation } = await fleetOf(2);
    const shown = await plan();
    const inApply = await plan({}, false);
    expect(inApply.warnings).toEqual([]);
    expect(inApply.actions).toEqual(shown.actions);
    expect(simulation.asked).toHaveLength(2);
  });

  test("asks nothing where nothing is due, and where task_records is off", async () => {
    const { plan, simulation } = await fleetOf(2);
    expect((await plan({}, true, "1")).warnings).toEqual([]);
    expect((await plan({ readsTasks: false })).warnings).toEqual([]);
    expect(simulation.asked).toEqual([]);
  });

  test("asks about 50 instances at most", async () => {
    const few = await fleetOf(50);
    expect((await few.plan()).warnings).toHaveLength(1);
    expect(few.simulation.asked).toHaveLength(50);
    const many = await fleetOf(51);
    expect((await many.plan()).warnings).toEqual([]);
    expect(many.simulation.asked).toEqual([]);
  });

  test.each([
    ["refuses (403)", forbidden],
    ["has no such call (404)", noSuchWords],
    ["fails to answer", readFailed],
  ])("goes on without a warning where the service %s, and asks no further", async (_, failure) => {
    const { plan, simulation, fail } = await fleetOf(20);
    fail(failure);
    const { warnings, errors } = await plan();
    expect([...warnings, ...errors]).toEqual([]);
    expect(simulation.asked).toHaveLength(8);
  });

  test("reports the answers so far if the service refuses later", async () => {
    const { plan, fail } = await fleetOf(12);
    fail((id) => (id === "i09" ? forbidden() : undefined));
    const [warning] = (await plan()).warnings;
    expect(warning?.detail).toContain("i08 (i08)");
    expect(warning?.detail).not.toContain("i09 (i09)");
  });
});
