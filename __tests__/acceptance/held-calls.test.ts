import { idOf, lifecycle, seedOf, type Seeded, triggered } from "../support/acceptance/hcl";
import { announcedCalls, applyProven, dueRows, unwrapped } from "../support/acceptance/proof";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const names = ["audit", "billing", "orders", "payments"] as const;
const oneByOne = 'rollout = { max_unavailable = "1", canary = 1 }';
const others = names.filter((name) => name !== "audit");
const ids = (...of: readonly string[]): readonly (readonly string[])[] => of.map((name) => [idOf(name)]);

describe("one member that cannot be restarted", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const now = (audit: Seeded): void =>
    workspace.emulator.replaceInstances(seedOf({ ...Object.fromEntries(names.map((name) => [name, {}])), audit }));
  const declare = (trigger: string, audit = trigger): void =>
    workspace.configure(lifecycle({ ...triggered(names, trigger), ...triggered(["audit"], audit) }, oneByOne));
  /** The fleet as it was adopted, each trigger changed since, and audit in this status. */
  const changed = async (audit: Seeded): Promise<void> => {
    workspace = await createWorkspace({
      hcl: lifecycle(triggered(names, "1"), oneByOne),
      emulator: { seed: seedOf(names) },
    });
    expect((await workspace.apply()).code).toBe(0);
    now(audit);
    declare("2");
  };
  /** A plan and its apply, which has to make exactly the calls that the plan lists, and ends red. */
  const applyUnfinished = async () => {
    const earlier = workspace.calls().length;
    const plan = await workspace.plan();
    const { code, output } = await workspace.applyPlan();
    expect(code).toBe(1);
    const planned = plan.resource_changes?.[0]?.change.after?.planned_actions ?? [];
    const calls = workspace.calls().slice(earlier);
    expect(calls.map(({ action, instances }) => ({ action, instances }))).toEqual(announcedCalls(planned));
    const state = await workspace.state();
    expect(state.unfinished).toEqual(["audit"]);
    return { due: dueRows(plan), sent: calls.map(({ instances }) => instances), said: unwrapped(output), state };
  };

  test("in ERROR before and after is tried once; the others are restarted, and new triggers try it again", async () => {
    await changed({ status: "ERROR" });
    workspace.emulator.setFaults([{ on: { operation: "action", instance: idOf("audit") }, do: { end: "ERROR" } }]);
    const first = await applyUnfinished();
    expect(first.sent).toEqual(ids("billing", "audit", "orders", "payments"));
    expect(first.said).toContain("1 Of 4 Instances Unfinished: audit");
    expect(first.said).toContain("change its restart_triggers");
    expect(first.state.results?.["audit"]).toMatchObject({
      result: "failed",
      reason: "it ended in ERROR; it was in ERROR before, and is restarted again only for new restart_triggers",
    });

    for (const result of [first.state.results?.["audit"], first.state.results?.["audit"]]) {
      const next = await applyUnfinished();
      expect(next).toMatchObject({ due: [], sent: [] });
      expect(next.said).toContain("Instance Unfinished: audit");
      expect(next.state.results?.["audit"]).toEqual(result);
    }

    workspace.emulator.setFaults([]);
    now({});
    declare("2", "3");
    const { due } = await applyProven(workspace);
    expect(due).toEqual([["audit", "restart", 1]]);
  });

  test("because it is FROZEN is named in the plan, and not called; it is due by itself once it is no longer FROZEN", async () => {
    await changed({ status: "FROZEN" });
    const shown = unwrapped((await workspace.terraform(["plan", "-no-color"])).output);
    expect(shown).toContain(`Warning: Calls The Service Would Refuse Are Not Made: audit (${idOf("audit")})`);
    expect(shown).toContain("3 instances will be restarted in 3 waves: billing");
    const first = await applyUnfinished();
    expect(first.sent).toEqual(ids(...others));
    expect(first.state.results?.["audit"]).toMatchObject({
      result: "not_started",
      status: "FROZEN",
      reason: expect.stringContaining("in status FROZEN; no call was made for it; it is due again once") as string,
    });
    expect(await applyUnfinished()).toMatchObject({ due: [], sent: [] });

    now({});
    const { due } = await applyProven(workspace);
    expect(due).toEqual([["audit", "restart", 1]]);
  });
});
