import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyProven, dueRows, expectNothingLeft } from "../support/acceptance/proof";
import { createWorkspace, projectId, providerLines, type Workspace } from "../support/acceptance/workspace";
import { until } from "../support/time/until";

const names = ["orders"] as const;
const minuteMs = 60_000;
/** A plan asks once whether the due instances were restarted by others (acceptance/restarted-elsewhere.test.ts). */
const ofPlan = 1;
/** A restart that looks do not show: they show RUNNING all the time. */
const unseen = { show: "RUNNING", for_ms: 24 * 60 * minuteMs } as const;

describe("the service's own records of a restart that looks did not see", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  type Effect = Readonly<Record<string, string | number | boolean>>;

  /** A fleet whose trigger has changed, and whose next restart goes as the fault says. */
  const restartWith = async (
    effect: Effect,
    more: {
      readonly provider?: string;
      readonly manual?: boolean;
    } = {},
  ): Promise<void> => {
    const { manual = false } = more;
    const settings = 'ready_timeout = "3s"';
    workspace = await createWorkspace({
      hcl: lifecycle(triggered(names, "1"), settings),
      emulator: { seed: seedOf(names), ...(manual && { clock: "manual" }) },
      runs: manual ? "both" : "attached",
    });
    if (more.provider !== undefined) workspace.configureProvider(providerLines(workspace.url, more.provider));
    expect((await workspace.apply()).code).toBe(0);
    workspace.configure(lifecycle(triggered(names, "2"), settings));
    workspace.emulator.setFaults([{ on: { operation: "action", action: "restart", times: 1 }, do: effect }]);
  };
  const resultOf = async (name = "orders") => (await workspace.state()).results?.[name];
  const asked = () =>
    workspace.emulator.journal().filter(({ method, path }) => method === "GET" && path.includes("/tasks"));
  const recorded = async (name = "orders") => {
    const answer = await fetch(`${workspace.url}/v2/${projectId}/instances/${idOf(name)}/tasks`);
    return ((await answer.json()) as { tasks: { id: string; name: string; status: string }[] }).tasks;
  };

  test("prove it: with the id of the task, its user and its times", async () => {
    await restartWith(unseen);
    await applyProven(workspace);
    expect(asked()).toHaveLength(ofPlan + 1);
    const [task] = await recorded();
    expect(task).toMatchObject({ name: "restartInstance", status: "SUCCESS" });
    expect(await resultOf()).toMatchObject({ result: "success", accepted: true, status: "RUNNING", task_id: task!.id });
    expect((await resultOf())?.["reason"]).toMatch(
      /^the service's own record shows its restart: task restartInstance \(\w{32}\) by emulator, SUCCESS, .*Z to .*Z; it is RUNNING$/,
    );
  });

  test("are not read with task_records off, or if looks have proven everything", async () => {
    await restartWith({ ...unseen, for_ms: 60 * minuteMs }, { provider: 'task_records = "off"' });
    expect((await workspace.apply()).code).toBe(1);
    expect(await resultOf()).toMatchObject({ result: "failed", task_id: null });
    workspace.configureProvider(providerLines(workspace.url));
    expect(asked()).toEqual([]);
    await applyProven(workspace);
    expect(await resultOf()).toMatchObject({ result: "success", task_id: null });
    expect(asked()).toHaveLength(ofPlan);
  });

  test("prove it to the run after a killed one, by the service's clock, without a second call", async () => {
    await restartWith(unseen, { manual: true });
    const running = workspace.startProcess(["apply", "-no-color", "-input=false", "-auto-approve"]);
    await until("the call", () => workspace.calls().length > 0, running);
    process.kill(-(running.process.pid ?? 0), "SIGKILL");
    await running.finished;
    workspace.emulator.advance(15 * minuteMs);
    expect(dueRows(await workspace.plan())).toEqual([["orders", "verify", 1]]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls()).toHaveLength(1);
    const [task] = await recorded();
    expect(await resultOf()).toMatchObject({ result: "success", task_id: task!.id });
    await expectNothingLeft(workspace);
  });
});
