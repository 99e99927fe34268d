import { type Declared, idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import type { EmulatorOptions } from "../../lib/emulator/emulator";
import { dueActions } from "../../lib/testing/terraform/planned-actions";
import { announcedCalls, applyPlanProven, applyProven, dueRows, expectNothingLeft } from "../support/acceptance/proof";
import { createWorkspace, savedObjects, type Workspace } from "../support/acceptance/workspace";

const names = ["ant", "bee", "cat", "dog"] as const;

describe("resources and their addresses", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const start = async (hcl: string, emulator: EmulatorOptions = {}): Promise<void> => {
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(names), ...emulator } });
    expect((await workspace.apply()).code).toBe(0);
  };
  /** Both look at all instances. Each restart has to last until its own fleet has seen it, also if the other fleet has read it before. */
  const unhurried = { speed: 300 };
  const restarted = (): readonly string[] =>
    workspace
      .calls()
      .map(({ instances }) => (instances ?? []).join(" "))
      .sort();

  test("for_each makes a fleet of each entry, and each is planned, restarted and kept by itself", async () => {
    const fleets = (left: string, right: string): string => `locals {
  fleets = { left = { names = ["ant", "bee"], config = "${left}" }, right = { names = ["cat", "dog"], config = "${right}" } }
  ids    = ${JSON.stringify(Object.fromEntries(names.map((name) => [name, idOf(name)])))}
}
resource "dms_instance_lifecycle" "fleet" {
  for_each  = local.fleets
  instances = { for name in each.value.names : name => { instance_id = local.ids[name], restart_triggers = { config = each.value.config } } }
}
output "unfinished" { value = { for key, fleet in dms_instance_lifecycle.fleet : key => fleet.unfinished } }
`;
    await start(fleets("1", "1"), unhurried);
    await expectNothingLeft(workspace);

    workspace.configure(fleets("1", "2"));
    const { plan } = await applyPlanProven(workspace);
    expect([...dueActions(plan).keys()]).toEqual([`dms_instance_lifecycle.fleet["right"]`]);
    expect(restarted()).toEqual([`${idOf("cat")} ${idOf("dog")}`]);

    workspace.configure(fleets("2", "3"));
    const both = dueActions(await workspace.plan());
    expect((await workspace.applyPlan()).code).toBe(0);
    const announced = [...both.values()].flatMap(announcedCalls).flatMap(({ instances }) => instances ?? []);
    // Actions that two fleets have due at one moment may be one request.
    const sent = workspace.calls().flatMap(({ instances }) => instances ?? []);
    expect(sent.sort()).toEqual([...announced, idOf("cat"), idOf("dog")].sort());
    expect(await workspace.output()).toEqual({ unfinished: { left: [], right: [] } });
    await expectNothingLeft(workspace);
  });

  test("two fleets at once: if one fails, the other keeps its success in state", async () => {
    const both = (trigger: string): string =>
      lifecycle(triggered(["ant", "bee"], trigger), "", "first") +
      lifecycle(triggered(["cat", "dog"], trigger), "", "second");
    await start(both("1"), unhurried);
    workspace.configure(both("2"));
    workspace.emulator.setFaults([
      { on: { operation: "action", instance: idOf("cat"), times: 1 }, do: { item: "failed" } },
    ]);
    const failed = await workspace.apply();
    expect(failed.code).toBe(1);
    expect(failed.output).toContain("Error: 1 Of 2 Instances Unfinished");
    expect((await workspace.state("dms_instance_lifecycle.first")).unfinished).toEqual([]);
    expect((await workspace.state("dms_instance_lifecycle.second")).unfinished).toEqual(["cat"]);

    const { due } = await applyProven(workspace);
    expect(due).toEqual([["cat", "restart", 1]]);
  });

  test("moved blocks and terraform state mv change addresses and nothing else", async () => {
    await start(lifecycle(triggered(names, "1"), "", "old"));
    const before = await workspace.state();
    const moved = "moved {\n  from = dms_instance_lifecycle.old\n  to   = dms_instance_lifecycle.new\n}\n";
    workspace.configure(lifecycle(triggered(names, "1"), "", "new") + moved);
    const { run } = await applyProven(workspace);
    expect(run.output).toContain("0 added, 0 changed, 0 destroyed");
    expect([...savedObjects(workspace.folder)]).toEqual([["dms_instance_lifecycle.new", before]]);

    const mv = ["state", "mv", "dms_instance_lifecycle.new", `dms_instance_lifecycle.fleet["a"]`];
    expect((await workspace.terraform(mv)).code).toBe(0);
    workspace.configure(lifecycle(triggered(names, "1")).replace("{\n", `{\n  for_each = { a = "1" }\n`));
    await expectNothingLeft(workspace);
    expect(workspace.calls()).toEqual([]);
  });

  test("moving an instance from one fleet to another adopts it there", async () => {
    const split = (first: readonly string[], second: readonly string[]): string =>
      lifecycle(triggered(first, "1"), "", "first") + lifecycle(triggered(second, "1"), "", "second");
    await start(split(["ant", "bee"], ["cat"]));
    workspace.configure(split(["ant"], ["bee", "cat"]));
    await applyProven(workspace);
    expect(workspace.calls()).toEqual([]);
    expect(Object.keys((await workspace.state("dms_instance_lifecycle.second")).observed ?? {})).toEqual([
      "bee",
      "cat",
    ]);
  });

  test("-target acts on the targeted fleet alone, and the rest stays due", async () => {
    const both = (trigger: string): string =>
      lifecycle(triggered(["ant"], trigger), "", "first") + lifecycle(triggered(["bee"], trigger), "", "second");
    await start(both("1"));
    workspace.configure(both("2"));
    const targeted = await workspace.plan(["-target=dms_instance_lifecycle.second"]);
    expect(dueRows(targeted)).toEqual([["bee", "restart", 1]]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(restarted()).toEqual([idOf("bee")]);

    const { due } = await applyProven(workspace);
    expect(due).toEqual([["ant", "restart", 1]]);
  });

  test("splitting a fleet adopts the old resource's instances in the new one, without a restart", async () => {
    await start(lifecycle(triggered(names, "1"), "", "all"));
    const left = lifecycle(triggered(["ant", "bee"], "1"), "", "all");
    const right = lifecycle(triggered(["cat", "dog"], "1"), "", "some");
    workspace.configure(left + right);
    await applyProven(workspace);
    expect(workspace.calls()).toEqual([]);
  });

  test("-replace makes a new object with the ledger of the old one, and no call", async () => {
    await start(lifecycle(triggered(names, "1"), "restart_on_create = true"));
    const { id, results } = await workspace.state();
    const replaced = await applyPlanProven(workspace, ["-replace=dms_instance_lifecycle.fleet"]);
    expect(replaced.plan.resource_changes?.[0]?.change.actions).toEqual(["delete", "create"]);
    expect(workspace.calls()).toHaveLength(1);
    expect(await workspace.state()).toMatchObject({ results, unfinished: [] });
    expect((await workspace.state()).id).not.toBe(id);
  });

  test("a resource that was tainted by hand is adopted again, without a call", async () => {
    await start(lifecycle(triggered(names, "1")));
    expect((await workspace.terraform(["taint", "dms_instance_lifecycle.fleet"])).code).toBe(0);
    await applyProven(workspace);
    expect(workspace.calls()).toEqual([]);
  });

  test("create_before_destroy: the new object, made while the old one exists, has the ledger of the old one", async () => {
    const settings = "restart_on_create = true\n  lifecycle {\n    create_before_destroy = true\n  }";
    const hcl = (trigger: string): string => lifecycle(triggered(names, trigger), settings);
    workspace = await createWorkspace({ hcl: hcl("1"), emulator: { seed: seedOf(names) } });
    workspace.emulator.setFaults([
      { on: { operation: "action", instance: idOf("cat"), times: 1 }, do: { item: "failed" } },
    ]);
    expect((await workspace.apply()).code).toBe(1);
    const tainted = await applyPlanProven(workspace);
    expect(tainted.plan.resource_changes?.[0]?.change.actions).toEqual(["create", "delete"]);
    expect(dueRows(tainted.plan)).toEqual([["cat", "restart", 1]]);
    expect((await workspace.state()).results).toMatchObject({ ant: { result: "success" }, cat: { result: "success" } });

    const replaced = await applyProven(workspace, ["-replace=dms_instance_lifecycle.fleet"]);
    expect(replaced.due).toEqual([]);
    expect(workspace.calls()).toHaveLength(2);

    expect((await workspace.terraform(["state", "rm", "dms_instance_lifecycle.fleet"])).code).toBe(0);
    workspace.configure(hcl("2"));
    const again = await applyProven(workspace);
    expect(again.due.map(([name]) => name)).toEqual([...names]);
  });

  test("a trigger that changes together with -replace restarts, once", async () => {
    await start(lifecycle(triggered(names, "1")));
    workspace.configure(lifecycle({ ...triggered(names, "1"), bee: { triggers: { config: "2" } } }));
    const { due } = await applyProven(workspace, ["-replace=dms_instance_lifecycle.fleet"]);
    expect(due).toEqual([["bee", "restart", 1]]);
    expect(restarted()).toEqual([idOf("bee")]);
  });

  test("with ignore_changes on instances a changed trigger is not a change; without ignore_changes it restarts", async () => {
    const ignoring = "lifecycle {\n    ignore_changes = [instances]\n  }";
    await start(lifecycle(triggered(names, "1"), ignoring));
    workspace.configure(lifecycle(triggered(names, "2"), ignoring));
    expect(await workspace.isSettled()).toBe(true);
    await expectNothingLeft(workspace);
    expect(workspace.calls()).toEqual([]);

    workspace.configure(lifecycle(triggered(names, "2")));
    const { due } = await applyProven(workspace);
    expect(due.map(([name]) => name)).toEqual([...names]);
  });

  test("ignore_changes on one instance's triggers holds for that one", async () => {
    const ignoring = `lifecycle {\n    ignore_changes = [instances["ant"].restart_triggers]\n  }`;
    await start(lifecycle(triggered(names, "1"), ignoring));
    workspace.configure(lifecycle(triggered(names, "2"), ignoring));
    const { due } = await applyProven(workspace);
    expect(due.map(([name]) => name)).toEqual(["bee", "cat", "dog"]);
  });

  test("prevent_destroy and preconditions keep their purpose", async () => {
    const guard = (state: Declared["state"]): string =>
      lifecycle(
        { ant: { state: state ?? "running" } },
        `allow_deletion = true
  lifecycle {
    prevent_destroy = true
    postcondition {
      condition     = length(self.unfinished) == 0
      error_message = "unfinished"
    }
  }`,
      );
    await start(guard("running"));
    expect((await workspace.terraform(["destroy", "-auto-approve", "-no-color"])).code).toBe(1);
    workspace.configure(guard("deleted"));
    await applyProven(workspace);
    expect(workspace.calls().map(({ action }) => action)).toEqual(["delete"]);
  });
});
