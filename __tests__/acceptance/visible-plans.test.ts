import { idOf, lifecycle, seedOf } from "../support/acceptance/hcl";
import { createWorkspace, plannedActions, type Workspace } from "../support/acceptance/workspace";

const names = ["orders", "payments"] as const;
const address = (name: string): string => `dms_instance_lifecycle.${name}`;

/** One resource for each instance, both driven by variables. */
const twoResources = names
  .map((name) =>
    lifecycle({ one: { id: idOf(name) } }, "allow_deletion = true", name).replace(
      / \}\n {2}\}/,
      ", desired_state = var.state, restart_triggers = { v = var.v } }\n  }",
    ),
  )
  .join("");
const hcl = (state: string, v: string): string =>
  `variable "state" {\n  default = "${state}"\n}\nvariable "v" {\n  default = "${v}"\n}\n${twoResources}`;

describe("a plan of two resources", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const start = async (): Promise<void> => {
    workspace = await createWorkspace({ hcl: hcl("running", "1"), emulator: { seed: seedOf(names) } });
    expect((await workspace.apply()).code).toBe(0);
  };
  /** The plan as people see it, and the output of `terraform show` for the saved one. */
  const shownTwice = async (): Promise<readonly string[]> => {
    const plan = await workspace.terraform(["plan", "-no-color", "-input=false", "-out=tfplan"]);
    expect(plan.code).toBe(0);
    return [plan.output, (await workspace.terraform(["show", "-no-color", "tfplan"])).output];
  };
  const diffOf = (text: string, name: string): string => {
    const [, rest = ""] = text.split(`# ${address(name)} will be`);
    return rest.split("# dms_instance_lifecycle.")[0] ?? "";
  };

  test.each([
    ["deletion", hcl("deleted", "1"), "Deletion Destroys Data", "delete"],
    ["restart", hcl("running", "2"), "Clients Are Rejected During Restart", "restart"],
  ])("shows a %s that failed twice for each of them", async (_what, changed, summary, action) => {
    await start();
    workspace.emulator.setFaults([{ on: { operation: "action" }, do: { item: "failed" } }]);
    workspace.configure(changed);
    for (const tries of [1, 2]) {
      expect([tries, (await workspace.apply()).code]).toEqual([tries, 1]);
      const [plan = "", show = ""] = await shownTwice();
      for (const name of names) {
        expect(plan).toContain(`Warning: ${summary}: one (${idOf(name)})`);
        expect(diffOf(plan, name)).toContain("~ planned_actions");
        expect(diffOf(show, name)).toMatch(
          new RegExp(`~ reason +=.*-> "again: its ${action} failed in an earlier run`),
        );
      }
    }
  });

  test("lists a restart for the same reason as the last one in other words", async () => {
    await start();
    for (const v of ["2", "3", "4"]) {
      workspace.configure(hcl("running", v));
      const before = await workspace.state(address("orders"));
      const plan = await workspace.plan();
      const due = plannedActions(plan, address("orders"));
      expect(due).toMatchObject([{ name: "one", action: "restart", instance_id: idOf("orders"), wave: 1 }]);
      expect(due).not.toEqual(before.planned_actions);
      expect(String(due[0]?.reason)).toMatch(/^restart_triggers changed: v(; its last action ended [-0-9T:.]+Z)?$/);
      expect((await workspace.applyPlan()).code).toBe(0);
      expect(await workspace.isSettled()).toBe(true);
    }
    expect(workspace.calls().flatMap(({ instances }) => instances ?? [])).toHaveLength(6);
  });
});
