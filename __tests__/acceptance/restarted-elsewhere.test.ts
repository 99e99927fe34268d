import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyProven, unwrapped } from "../support/acceptance/proof";
import { createWorkspace, projectId, type Workspace } from "../support/acceptance/workspace";
import { until } from "../support/time/until";

const names = ["audit", "orders"] as const;

// The one place of the message restartedSince.
describe("a restart that is not in state: a user's, or that of a killed run elsewhere", () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await createWorkspace({
      hcl: lifecycle(triggered(names, "1")),
      emulator: { seed: seedOf(names) },
    });
    expect((await workspace.apply()).code).toBe(0);
  });
  afterEach(() => workspace.dispose());

  const listings = () => workspace.emulator.journal().filter(({ path }) => path.includes("/tasks")).length;
  const hasRestarted = async (name: string): Promise<boolean> => {
    // A restart does not end before a client has seen it.
    await fetch(`${workspace.url}/v1.0/${projectId}/instances`);
    const answer = await fetch(`${workspace.url}/v2/${projectId}/instances/${idOf(name)}/tasks`);
    const { tasks } = (await answer.json()) as { tasks: { name: string; status: string }[] };
    return tasks.some(({ name: task, status }) => task === "restartInstance" && status === "SUCCESS");
  };

  test("causes a warning with user and time in a plan that restarts again; records are read once, and make nothing due", async () => {
    const body = JSON.stringify({ action: "restart", instances: [idOf("orders")] });
    const headers = { "content-type": "application/json" };
    await fetch(`${workspace.url}/v1.0/${projectId}/instances/action`, { method: "POST", headers, body });
    await until("the end of the restart", () => hasRestarted("orders"));
    expect(await workspace.isSettled()).toBe(true);
    const earlier = listings();

    workspace.configure(lifecycle({ ...triggered(["audit"], "1"), ...triggered(["orders"], "2") }));
    const shown = unwrapped((await workspace.terraform(["plan", "-no-color"])).output);
    expect(shown).toContain(`Warning: Restarted Since, And Due Again: orders (${idOf("orders")})`);
    expect(shown).toMatch(/task restartInstance \(\w{32}\) by emulator, SUCCESS, \S+Z to \S+Z/);
    expect(shown).toContain("An apply restarts the instance again.");
    expect(listings()).toBe(earlier + 1);

    const { due } = await applyProven(workspace);
    expect(due).toEqual([["orders", "restart", 1]]);
    // The plan inside the apply has not refreshed and does not ask.
    expect(listings()).toBe(earlier + 2);

    workspace.configure(lifecycle(triggered(names, "3")));
    const own = (await workspace.terraform(["plan", "-no-color"])).output;
    expect(own).toContain("2 instances will be restarted");
    expect(own).not.toContain("Restarted Since");
  });
});
