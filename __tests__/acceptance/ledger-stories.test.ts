import { idOf, lifecycle, seedOf } from "../support/acceptance/hcl";
import { dueRows, expectNothingLeft } from "../support/acceptance/proof";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

interface Fault {
  readonly on: { readonly operation: "action"; readonly action: "restart" | "delete"; readonly times: number };
  readonly do: Readonly<Record<string, string | boolean>>;
}

/** An action that was never sent, or was undone, leaves no trace. A call of unknown fate is looked up, never sent again. */
describe("one instance over several edits", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const declared = (state: "running" | "deleted", trigger: string, more = ""): string =>
    lifecycle(
      { ant: { state, triggers: { config: trigger } } },
      `allow_deletion = true\n  ready_timeout = "2s"\n  ${more}`,
    );
  const onAction = (action: "restart" | "delete", what: Fault["do"]): Fault => ({
    on: { operation: "action", action, times: 1 },
    do: what,
  });
  const edit = (hcl: string, ...faults: readonly Fault[]): Promise<{ readonly code: number | null }> => {
    workspace.configure(hcl);
    workspace.emulator.setFaults([...faults]);
    return workspace.apply();
  };
  const adopt = async (): Promise<void> => {
    workspace = await createWorkspace({ hcl: declared("running", "1"), emulator: { seed: seedOf(["ant"]) } });
    expect((await workspace.apply()).code).toBe(0);
  };
  const dueFor = async (hcl: string): Promise<readonly unknown[]> => {
    workspace.configure(hcl);
    workspace.emulator.setFaults([]);
    return dueRows(await workspace.plan());
  };

  test("a restart of unknown end, a deletion that failed, and an absence: when it is back, the restart is verified", async () => {
    const forget = 'on_missing = "forget"';
    await adopt();
    expect((await edit(declared("running", "2", forget), onAction("restart", { stuck: true }))).code).toBe(1);
    expect(workspace.emulator.instances()).toMatchObject(seedOf({ ant: { status: "RESTARTING" } }));
    workspace.emulator.replaceInstances(seedOf(["ant"]));
    expect((await edit(declared("deleted", "2", forget), onAction("delete", { item: "failed" }))).code).toBe(1);
    workspace.emulator.replaceInstances(seedOf([]));
    expect((await edit(declared("running", "2", forget))).code).toBe(0);
    workspace.emulator.replaceInstances(seedOf(["ant"]));
    expect(await dueFor(declared("running", "2", forget))).toEqual([["ant", "verify", 1]]);
    expect(workspace.calls().map(({ action, instances }) => [action, instances])).toEqual([
      ["restart", [idOf("ant")]],
      ["delete", [idOf("ant")]],
    ]);
  });

  const replacing = "-replace=dms_instance_lifecycle.fleet";

  test("a failed replacement keeps what it knew also for a plan without a refresh", async () => {
    await adopt();
    workspace.configure(declared("deleted", "2"));
    workspace.emulator.setFaults([onAction("delete", { item: "failed" })]);
    expect((await workspace.apply([replacing])).code).toBe(1);
    expect((await workspace.state()).id).toBeNull();
    workspace.configure(declared("running", "1"));
    for (const args of [["-refresh=false"], []]) expect(dueRows(await workspace.plan(args))).toEqual([]);
    expect((await workspace.applyPlan()).code).toBe(0);
    await expectNothingLeft(workspace);
  });
});
