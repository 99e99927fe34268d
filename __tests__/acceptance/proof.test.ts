import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { dueRows, expectNothingLeft } from "../support/acceptance/proof";
import { createWorkspace, projectId, type Workspace } from "../support/acceptance/workspace";
import { until } from "../support/time/until";

const names = ["orders"] as const;
const minuteMs = 60_000;

describe("the proof of a restart", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  /** A fleet whose trigger has changed, and whose next restart goes as the fault says. */
  const restartWith = async (effect: Readonly<Record<string, string | number | boolean>>): Promise<void> => {
    const timeout = 'ready_timeout = "3s"';
    workspace = await createWorkspace({
      hcl: lifecycle(triggered(names, "1"), timeout),
      emulator: { seed: seedOf(names) },
    });
    expect((await workspace.apply()).code).toBe(0);
    workspace.configure(lifecycle(triggered(names, "2"), timeout));
    workspace.emulator.setFaults([{ on: { operation: "action", action: "restart", times: 1 }, do: effect }]);
  };
  const resultOf = async () => (await workspace.state()).results?.["orders"];

  test("is not EXTENDING and RUNNING of an instance that was never restarted: verified next time, and not sent again", async () => {
    await restartWith({ ignore: true, show: "EXTENDING", for_ms: 15 * minuteMs });
    expect((await workspace.apply()).code).toBe(1);
    expect(await resultOf()).toMatchObject({
      result: "unknown",
      status: "RUNNING",
      reason: expect.stringContaining("it was seen RUNNING, EXTENDING and is RUNNING, and never RESTARTING") as string,
    });
    expect((await workspace.state()).unfinished).toEqual(["orders"]);
    expect(dueRows(await workspace.plan())).toEqual([["orders", "verify", 1]]);
    expect((await workspace.apply()).code).toBe(1);
    expect(workspace.calls()).toHaveLength(1);
    // The words that the first run has seen count in the second one, which sees RUNNING alone.
    expect(dueRows(await workspace.plan())).toEqual([["orders", "verify", 1]]);
  });

  test("a restart by hand after a call whose fate is not known", async () => {
    await restartWith({ drop: "before" });
    const { finished, process } = workspace.start(["apply", "-no-color", "-input=false", "-auto-approve"]);
    await until("the call", () => workspace.calls().length > 0, { process });
    await fetch(`${workspace.url}/v1.0/${projectId}/instances/action`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ action: "restart", instances: [idOf("orders")] }),
    });
    expect((await finished).code).toBe(0);
    await expectNothingLeft(workspace);
  });
});
