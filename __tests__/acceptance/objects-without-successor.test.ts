import { lifecycle, seedOf } from "../support/acceptance/hcl";
import { dueRows } from "../support/acceptance/proof";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const createFirst = "lifecycle {\n    create_before_destroy = true\n  }";

/**
 * A new object of known instances adopts them. Actions that may be under way are looked up all the same, in both plans of its apply. All
 * cases: model/objects-that-follow.test.ts.
 */
describe("an object that no other one succeeds", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const retired = (state: "running" | "deleted", name: string): string =>
    lifecycle({ ant: { state } }, `allow_deletion = true\n  ready_timeout = "2s"\n  ${createFirst}`, name);

  test("with a deletion of unknown end, and is renamed without moved, created first: it is looked up", async () => {
    workspace = await createWorkspace({ hcl: retired("running", "first"), emulator: { seed: seedOf(["ant"]) } });
    expect((await workspace.apply()).code).toBe(0);
    workspace.emulator.setFaults([{ on: { operation: "action", times: 1 }, do: { stuck: true } }]);
    workspace.configure(retired("deleted", "first"));
    expect((await workspace.apply()).code).toBe(1);
    workspace.configure(retired("deleted", "second"));
    for (let round = 0; round < 2; round++) {
      expect(dueRows(await workspace.plan())).toEqual([["ant", "verify", 1]]);
    }
    expect((await workspace.applyPlan()).output).toContain("delete unknown");
    expect(dueRows(await workspace.plan())).toEqual([["ant", "verify", 1]]);
    expect(workspace.calls()).toHaveLength(1);
  });
});
