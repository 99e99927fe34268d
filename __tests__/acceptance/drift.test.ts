import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyPlanProven, applyProven, dueRows, expectNothingLeft } from "../support/acceptance/proof";
import { createWorkspace, isEmpty, type PlanJson, type Workspace } from "../support/acceptance/workspace";

const names = ["audit", "billing", "orders"] as const;
const declared = triggered(names, "1");

describe("drift", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const adopt = async (more = ""): Promise<void> => {
    workspace = await createWorkspace({ hcl: lifecycle(declared, more), emulator: { seed: seedOf(names) } });
    expect((await workspace.apply()).code).toBe(0);
  };
  const now = (fleet: Parameters<typeof seedOf>[0]): void => workspace.emulator.replaceInstances(seedOf(fleet));
  const driftedStatus = (plan: PlanJson, name: string): unknown =>
    plan.resource_drift?.find(({ address }) => address === "dms_instance_lifecycle.fleet")?.change.after?.observed?.[
      name
    ]?.status;

  test("an instance found in ERROR is restarted with restart_unhealthy, once, and left alone without", async () => {
    await adopt();
    now({ audit: {}, billing: { status: "ERROR" }, orders: {} });
    const watched = await workspace.plan();
    expect(driftedStatus(watched, "billing")).toBe("ERROR");
    expect(dueRows(watched)).toEqual([]);
    expect(isEmpty(watched)).toBe(true);
    expect(workspace.calls()).toEqual([]);

    workspace.configure(lifecycle(declared, "restart_unhealthy = true"));
    const { plan, calls } = await applyPlanProven(workspace);
    expect(dueRows(plan)).toEqual([["billing", "restart", 1]]);
    expect(calls.map(({ instances }) => instances)).toEqual([[idOf("billing")]]);
    expect((await workspace.state()).observed).toMatchObject({ billing: { status: "RUNNING" } });

    now({ audit: { status: "ERROR" }, billing: {}, orders: {} });
    const again = await applyProven(workspace);
    expect(again.due).toEqual([["audit", "restart", 1]]);
  });

  test("undocumented statuses, and changes under way, are shown and lead to no action", async () => {
    await adopt("restart_unhealthy = true");
    now({ audit: { status: "HIBERNATING" }, billing: { status: "UPGRADING" }, orders: { status: "FROZEN" } });
    const plan = await workspace.plan();
    expect(driftedStatus(plan, "audit")).toBe("HIBERNATING");
    expect(dueRows(plan)).toEqual([]);
    await expectNothingLeft(workspace);
    expect(workspace.calls()).toEqual([]);
  });

  test("a running instance that is gone: an error that keeps the state, or a warning with on_missing forget", async () => {
    await adopt();
    const before = await workspace.state();
    now(["audit", "orders"]);
    const refused = await workspace.planFails();
    expect(refused).toContain("Error: Instance Does Not Exist");
    expect(refused).toContain("on main.tf line 4,");
    expect((await workspace.apply()).code).toBe(1);
    expect(await workspace.state()).toEqual(before);

    workspace.configure(lifecycle(triggered(names, "2"), `on_missing = "forget"`));
    const forgiven = await applyProven(workspace);
    expect(forgiven.due).toEqual([
      ["audit", "restart", 1],
      ["orders", "restart", 1],
    ]);
    expect((await workspace.state()).observed).toMatchObject({ billing: { status: "DELETED" } });
    expect((await workspace.terraform(["plan", "-no-color"])).output).toContain("Warning: Instances No Longer Exist");
  });

  test("an instance that comes back is restarted for the triggers that changed while it was gone, once", async () => {
    await adopt(`on_missing = "forget"`);
    now(["audit", "orders"]);
    for (const trigger of ["2", "3"]) {
      workspace.configure(lifecycle(triggered(names, trigger), `on_missing = "forget"`));
      expect((await workspace.apply()).code).toBe(0);
    }
    now(names);
    const { due } = await applyProven(workspace);
    expect(due).toEqual([["billing", "restart", 1]]);
  });

  test("an instance that comes back is seen again, and not restarted when nothing changed meanwhile", async () => {
    await adopt(`on_missing = "forget"`);
    now(["audit", "orders"]);
    expect((await workspace.apply(["-refresh-only"])).code).toBe(0);
    now(names);
    const plan = await workspace.plan();
    expect(driftedStatus(plan, "billing")).toBe("RUNNING");
    expect(dueRows(plan)).toEqual([]);
    await expectNothingLeft(workspace);
  });

  test("-refresh-only shows changes, saves them on request, and does not act", async () => {
    await adopt("restart_unhealthy = true");
    now({ audit: {}, billing: {}, orders: { status: "ERROR" } });
    const shown = await workspace.terraform(["plan", "-refresh-only", "-detailed-exitcode", "-no-color"]);
    expect(shown.code).toBe(2);
    expect(shown.output).toMatch(/status\s+= "RUNNING" -> "ERROR"/);
    expect((await workspace.state()).observed).toMatchObject({ orders: { status: "RUNNING" } });
    expect((await workspace.apply(["-refresh-only"])).code).toBe(0);
    expect((await workspace.state()).observed).toMatchObject({ orders: { status: "ERROR" } });
    expect(workspace.calls()).toEqual([]);

    const unrefreshed = await workspace.plan(["-refresh=false"]);
    expect(dueRows(unrefreshed)).toEqual([["orders", "restart", 1]]);
  });

  test("a renamed instance in the service is drift of its name alone", async () => {
    await adopt();
    now({ audit: { name: "audit-new" }, billing: {}, orders: {} });
    const plan = await workspace.plan();
    expect(plan.resource_drift?.[0]?.change.after?.observed).toMatchObject({ audit: { name: "audit-new" } });
    expect(isEmpty(plan)).toBe(true);
  });
});
