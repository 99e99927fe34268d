import { idOf, lifecycle, seedOf } from "../support/acceptance/hcl";
import { createWorkspace, plannedActions } from "../support/acceptance/workspace";

const fleet = (id: string, trigger: string): string =>
  lifecycle({ audit: { id, triggers: { v: trigger } } }, 'ready_timeout = "2s"');

test("an id that is spelled in another case from now on is the same instance: what has failed stays due, and plans settle", async () => {
  const [lower, upper] = [idOf("audit").toLowerCase(), idOf("audit").toUpperCase()];
  const workspace = await createWorkspace({ hcl: fleet(lower, "1"), emulator: { seed: seedOf(["audit"]) } });
  try {
    expect((await workspace.apply()).code).toBe(0);
    workspace.emulator.setFaults([{ on: { operation: "action", times: 1 }, do: { ignore: true } }]);
    workspace.configure(fleet(lower, "2"));
    expect((await workspace.apply()).code).toBe(1);
    workspace.configure(fleet(upper, "2"));
    expect(plannedActions(await workspace.plan())).toMatchObject([{ action: "restart", instance_id: upper }]);
    // The emulator knows the id in lower case only, as the service may: calls go out as its answers spell it.
    expect((await workspace.applyPlan()).output).toContain("Apply complete");
    expect((await workspace.state()).results).toMatchObject({ audit: { instance_id: upper, result: "success" } });
    workspace.configure(fleet(lower, "2"));
    expect((await workspace.apply()).output).toContain("Apply complete");
    expect((await workspace.state()).results).toMatchObject({ audit: { instance_id: lower, result: "success" } });
    expect(await workspace.isSettled()).toBe(true);
  } finally {
    await workspace.dispose();
  }
});
