import { type Declared, idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const both = ["audit", "orders"] as const;
const more = 'allow_deletion = true\n  ready_timeout = "1s"';
const fleet = (instances: Readonly<Record<string, Declared>>, lines = ""): string =>
  lifecycle(instances, `${more}\n  ${lines}`);
const warning = `Warning: Open Actions Are Forgotten: orders (${idOf("orders")})`;

describe("an instance that leaves the configuration", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const start = async (lines = ""): Promise<void> => {
    workspace = await createWorkspace({ hcl: fleet(triggered(both, "1"), lines), emulator: { seed: seedOf(both) } });
    expect((await workspace.apply()).code).toBe(0);
  };
  /** The restart or deletion of orders ends as the fault says. */
  const act = async (orders: Declared, fault: object, lines = ""): Promise<void> => {
    await start(lines);
    const rule = { on: { operation: "action", instance: idOf("orders"), times: 1 }, do: fault };
    workspace.emulator.setFaults([rule]);
    workspace.configure(fleet({ ...triggered(["audit"], "1"), orders }, lines));
    expect((await workspace.apply()).code).toBe(1);
    expect((await workspace.state()).unfinished).toEqual(["orders"]);
  };
  const plan = async (instances: Readonly<Record<string, Declared>>, lines = ""): Promise<string> => {
    workspace.configure(fleet(instances, lines));
    const run = await workspace.terraform(["plan", "-no-color", "-input=false", "-out=tfplan"]);
    return run.output.replace(/\s+/g, " ");
  };
  const withoutOrders = triggered(["audit"], "1");
  const restart = { triggers: { config: "2" } };

  test.each([
    ["a restart that failed", restart, { item: "failed" }, "restart is due; again: its restart failed"],
    [
      "a restart whose end was not seen",
      restart,
      { stuck: true },
      "verify is due; the end of its restart was not seen",
    ],
    [
      "a deletion that failed",
      { state: "deleted", ...restart } as const,
      { item: "failed" },
      "delete is due; again: its delete failed",
    ],
  ])("with %s is named in the plan, with its open actions", async (_what, orders, fault, said) => {
    await act(orders, fault);
    const shown = await plan(withoutOrders);
    expect(shown).toContain(warning);
    expect(shown).toContain(said);
    expect(shown).toContain("Put the key back to have it finished.");
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls()).toHaveLength(1);
    expect(await workspace.isSettled()).toBe(true);
  });

  test("with a restart whose turn did not come is named", async () => {
    await start();
    workspace.emulator.setFaults([{ on: { operation: "action" }, do: { status: 403 } }]);
    workspace.configure(fleet(triggered(both, "2")));
    expect((await workspace.apply()).code).toBe(1);
    const shown = await plan(triggered(["audit"], "2"));
    expect(shown).toContain(warning);
    expect(shown).toContain("restart is due; again: its restart was not started");
  });

  test("with a restart of a run that was killed is named", async () => {
    await start();
    workspace.configure(fleet({ ...withoutOrders, orders: restart }));
    const before = await workspace.state();
    expect((await workspace.apply()).code).toBe(0);
    expect(before.results).toEqual({});
    // Terraform could not save: its state is the one before, and the record of the run is on this machine.
    workspace.emulator.setFaults([{ on: { operation: "action", instance: idOf("orders") }, do: { stuck: true } }]);
    workspace.configure(fleet({ ...withoutOrders, orders: { triggers: { config: "3" } } }));
    const { readFileSync, writeFileSync } = await import("node:fs");
    const file = `${workspace.folder}/terraform.tfstate`;
    const saved = readFileSync(file, "utf8");
    expect((await workspace.apply()).code).toBe(1);
    writeFileSync(file, saved);
    const shown = await plan(withoutOrders);
    expect(shown).toContain(warning);
    expect(shown).toContain("verify is due; the end of its restart was not seen");
  });

  test("with on_forget error is refused, in the plan, until the key is back or nothing is open", async () => {
    const strict = 'on_forget = "error"';
    await act(restart, { item: "failed" }, strict);
    const shown = await plan(withoutOrders, strict);
    expect(shown).toContain("Error: Open Actions Would Be Forgotten");
    expect(shown).toContain(`orders (${idOf("orders")}): restart is due; again: its restart failed`);
    expect(shown).toContain('Put the key back and apply, or set on_forget = "warn".');
    expect((await workspace.terraform(["apply", "-auto-approve", "-input=false"])).code).toBe(1);

    workspace.configure(fleet({ ...withoutOrders, orders: restart }, strict));
    expect((await workspace.apply()).code).toBe(0);
    expect(await plan(withoutOrders, strict)).not.toContain("Forgotten");
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(await workspace.isSettled()).toBe(true);
  });

  test("by a new name, or with nothing open, is not spoken of", async () => {
    await act(restart, { item: "failed" });
    expect(await plan({ ...withoutOrders, shop: { id: idOf("orders"), ...restart } })).not.toContain("Forgotten");
    workspace.configure(fleet({ ...withoutOrders, orders: restart }));
    expect((await workspace.apply()).code).toBe(0);
    expect(await plan(withoutOrders)).not.toContain("Forgotten");
  });

  test("once its deletion of unseen end is over is not spoken of", async () => {
    await act({ state: "deleted", ...restart }, { stuck: true });
    workspace.emulator.replaceInstances(seedOf(["audit"]));
    expect(await plan(withoutOrders)).not.toContain("Forgotten");
  });

  test("with its whole resource is named too", async () => {
    await act(restart, { item: "failed" });
    const { output, code } = await workspace.terraform(["destroy", "-auto-approve", "-no-color", "-input=false"]);
    expect(output.replace(/\s+/g, " ")).toContain(warning);
    expect(code).toBe(0);
    expect(workspace.calls()).toHaveLength(1);
  });

  test("with its whole resource and on_forget error is kept", async () => {
    await act(restart, { item: "failed" }, 'on_forget = "error"');
    const refused = await workspace.terraform(["destroy", "-auto-approve", "-no-color", "-input=false"]);
    expect(refused.output).toContain("Error: Open Actions Would Be Forgotten");
    workspace.configure(fleet({ ...withoutOrders, orders: restart }, 'on_forget = "warn"'));
    expect((await workspace.apply()).code).toBe(0);
    expect((await workspace.terraform(["destroy", "-auto-approve", "-no-color"])).code).toBe(0);
  });
});
