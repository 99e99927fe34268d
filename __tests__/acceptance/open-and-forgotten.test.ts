import { type Declared, idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const both = ["audit", "orders"] as const;
const more = 'allow_deletion = true\n  ready_timeout = "1s"';
const fleet = (instances: Readonly<Record<string, Declared>>, lines = ""): string =>
  lifecycle(instances, `${more}\n  ${lines}`);
const withoutOrders = triggered(["audit"], "1");
const restart = { triggers: { config: "2" } };
const warning = `Warning: Open Actions Are Forgotten: orders (${idOf("orders")})`;

/** Which actions count as open, and of which the plan tells: model/open-and-forgotten.test.ts. */
describe("an instance that leaves the configuration", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  /** The restart of orders has failed. */
  const failToRestart = async (lines = ""): Promise<void> => {
    workspace = await createWorkspace({ hcl: fleet(triggered(both, "1"), lines), emulator: { seed: seedOf(both) } });
    expect((await workspace.apply()).code).toBe(0);
    const rule = { on: { operation: "action", instance: idOf("orders"), times: 1 }, do: { item: "failed" } };
    workspace.emulator.setFaults([rule]);
    workspace.configure(fleet({ ...withoutOrders, orders: restart }, lines));
    expect((await workspace.apply()).code).toBe(1);
    expect((await workspace.state()).unfinished).toEqual(["orders"]);
  };
  const plan = async (instances: Readonly<Record<string, Declared>>, lines = ""): Promise<string> => {
    workspace.configure(fleet(instances, lines));
    const run = await workspace.terraform(["plan", "-no-color", "-input=false", "-out=tfplan"]);
    return run.output.replace(/\s+/g, " ");
  };

  test("with on_forget error is refused, in the plan, until the key is back or nothing is open", async () => {
    const strict = 'on_forget = "error"';
    await failToRestart(strict);
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

  test("with its whole resource is named too", async () => {
    await failToRestart();
    const { output, code } = await workspace.terraform(["destroy", "-auto-approve", "-no-color", "-input=false"]);
    expect(output.replace(/\s+/g, " ")).toContain(warning);
    expect(code).toBe(0);
    expect(workspace.calls()).toHaveLength(1);
  });
});
