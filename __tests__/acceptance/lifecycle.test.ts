import { plannedActions, projectId, type Workspace, createWorkspace } from "../support/acceptance/workspace";

const ids = {
  orders: "54602a9d-5e22-4239-9123-77e350df4a34",
  audit: "7166cdea-dbad-4d79-9610-7163e6f8b640",
  legacy: "afc90a2a-a02c-4cba-94d5-58dfa9ad1e0d",
};

const seed = {
  projects: {
    [projectId]: Object.entries(ids).map(([name, instance_id]) => ({
      instance_id,
      name,
      engine: "kafka",
      status: "RUNNING",
    })),
  },
};

function fleet(
  options: { orders?: string; audit?: string; legacy?: "running" | "deleted"; more?: string } = {},
): string {
  return `
resource "dms_instance_lifecycle" "fleet" {
  instances = {
    orders = { instance_id = "${ids.orders}", restart_triggers = { config = "${options.orders ?? "1"}" } }
    audit  = { instance_id = "${ids.audit}", restart_triggers = { config = "${options.audit ?? "1"}" } }
    legacy = { instance_id = "${ids.legacy}", desired_state = "${options.legacy ?? "running"}" }
  }
  ${options.more ?? ""}
}
output "results" { value = dms_instance_lifecycle.fleet.results }
output "unfinished" { value = dms_instance_lifecycle.fleet.unfinished }
`;
}

describe("dms_instance_lifecycle", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  test("adopts, restarts on a changed trigger, deletes with consent; each second plan is empty", async () => {
    workspace = await createWorkspace({ hcl: fleet(), emulator: { seed }, runs: "process" });

    const adopt = await workspace.plan();
    expect(plannedActions(adopt)).toEqual([]);
    const adopted = await workspace.applyPlan();
    expect(adopted.output).toContain("1 added");
    expect(workspace.calls()).toEqual([]);
    expect(await workspace.isSettled()).toBe(true);

    workspace.configure(fleet({ orders: "2", audit: "2" }));
    const restart = await workspace.plan();
    expect(plannedActions(restart).map(({ name, action, wave }) => [name, action, wave])).toEqual([
      ["audit", "restart", 1],
      ["orders", "restart", 1],
    ]);
    const restarted = await workspace.applyPlan();
    expect(restarted.code).toBe(0);
    expect(workspace.calls()).toEqual([
      { action: "restart", instances: [ids.audit, ids.orders], allFailure: undefined, status: 200 },
    ]);
    const state = await workspace.state();
    expect(state.unfinished).toEqual([]);
    expect(state.results).toMatchObject({
      orders: { action: "restart", result: "success", accepted: true, status: "RUNNING", wave: 1 },
      audit: { action: "restart", result: "success", accepted: true, status: "RUNNING", wave: 1 },
    });
    expect(await workspace.isSettled()).toBe(true);
    expect(await workspace.isSettled(["-refresh=false"])).toBe(true);

    workspace.configure(fleet({ orders: "2", audit: "2", legacy: "deleted" }));
    expect(await workspace.planFails()).toContain("Deletion Not Allowed");

    workspace.configure(fleet({ orders: "2", audit: "2", legacy: "deleted", more: "allow_deletion = true" }));
    const retire = await workspace.plan();
    expect(plannedActions(retire).map(({ name, action }) => [name, action])).toEqual([["legacy", "delete"]]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls()).toHaveLength(2);
    expect((await workspace.state()).observed).toMatchObject({ legacy: { status: "DELETED" } });
    expect(await workspace.isSettled()).toBe(true);
  });
});
