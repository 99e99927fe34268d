import { lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyProven, dueRows } from "../support/acceptance/proof";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const createFirst = "lifecycle {\n    create_before_destroy = true\n  }";

/** A new object of known instances adopts them. Actions that may be under way are looked up all the same, in both plans of its apply. */
describe("an object that no other one succeeds", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const start = async (hcl: string): Promise<void> => {
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(["ant", "bee"]) } });
    expect((await workspace.apply()).code).toBe(0);
  };
  const getStuck = async (hcl: string): Promise<void> => {
    workspace.emulator.setFaults([{ on: { operation: "action", times: 1 }, do: { stuck: true } }]);
    workspace.configure(hcl);
    expect((await workspace.apply()).code).toBe(1);
    expect(workspace.calls()).toHaveLength(1);
  };

  test("and is tainted by hand while a trigger changes: the new one adopts", async () => {
    await start(lifecycle(triggered(["ant"], "1")));
    expect((await workspace.terraform(["taint", "dms_instance_lifecycle.fleet"])).code).toBe(0);
    workspace.configure(lifecycle(triggered(["ant"], "2")));
    expect((await applyProven(workspace)).due).toEqual([]);
    expect(workspace.calls()).toEqual([]);
  });

  const retired = (state: "running" | "deleted", name: string, more = ""): string =>
    lifecycle({ ant: { state } }, `allow_deletion = true\n  ready_timeout = "2s"\n  ${more}`, name);

  test.each([
    ["destroyed first", ""],
    ["created first", createFirst],
  ])("with a deletion of unknown end, and is renamed without moved, %s: it is looked up", async (_, order) => {
    await start(retired("running", "first", order));
    await getStuck(retired("deleted", "first", order));
    workspace.configure(retired("deleted", "second", order));
    for (let round = 0; round < 2; round++) {
      expect(dueRows(await workspace.plan())).toEqual([["ant", "verify", 1]]);
    }
    expect((await workspace.applyPlan()).output).toContain("delete unknown");
    expect(dueRows(await workspace.plan())).toEqual([["ant", "verify", 1]]);
    expect(workspace.calls()).toHaveLength(1);
  });

  const restarted = (trigger: string, name: string, more = ""): string =>
    lifecycle(triggered(["ant"], trigger), `ready_timeout = "2s"\n  ${createFirst}\n  ${more}`, name);

  test.each<[string, string, readonly (readonly [string, string, number])[]]>([
    ["adopts", "", []],
    ["is to restart on creation, and verifies", "restart_on_create = true", [["ant", "verify", 1]]],
  ])("with a restart of unknown end, and is renamed without moved: the new one %s", async (_, more, due) => {
    await start(restarted("1", "first"));
    await getStuck(restarted("2", "first"));
    workspace.configure(restarted("2", "second", more));
    for (let round = 0; round < 2; round++) expect(dueRows(await workspace.plan())).toEqual(due);
    expect((await workspace.applyPlan()).code).toBe(due.length);
    expect(dueRows(await workspace.plan())).toEqual(due);
    expect(workspace.calls()).toHaveLength(1);
  });
});
