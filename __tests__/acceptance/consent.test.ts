import { type Declared, idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyProven, expectNothingLeft } from "../support/acceptance/proof";
import { createWorkspace, providerLines, type Workspace } from "../support/acceptance/workspace";

const names = ["kept", "old-one", "old-two"] as const;

const retired = (...gone: readonly string[]): Readonly<Record<string, Declared>> => ({
  ...triggered(names, "1"),
  ...Object.fromEntries(gone.map((name) => [name, { state: "deleted", triggers: { config: "1" } }])),
});

describe("consent to deletions", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  beforeEach(async () => {
    workspace = await createWorkspace({ hcl: lifecycle(triggered(names, "1")), emulator: { seed: seedOf(names) } });
    expect((await workspace.apply()).code).toBe(0);
  });

  const left = (): unknown => workspace.emulator.instances();

  test("without it, and above max_deletions, the plan fails and nothing is sent; with it, exactly those are deleted", async () => {
    workspace.configure(lifecycle(retired("old-one", "old-two")));
    const refused = await workspace.planFails();
    expect(refused).toContain("Error: Deletion Not Allowed");
    expect(refused).toContain("on main.tf line 4,");
    expect((await workspace.apply()).code).toBe(1);

    workspace.configure(lifecycle(retired("old-one", "old-two"), "allow_deletion = true\n  max_deletions = 1"));
    const tooMany = await workspace.planFails();
    expect(tooMany).toContain("Error: Too Many Deletions");
    expect(tooMany).toContain("on main.tf line 8,");
    expect(workspace.calls()).toEqual([]);
    expect(left()).toMatchObject(seedOf(names));

    workspace.configure(lifecycle(retired("old-one", "old-two"), "allow_deletion = true\n  max_deletions = 2"));
    const { due, calls } = await applyProven(workspace);
    expect(due).toEqual([
      ["old-one", "delete", 1],
      ["old-two", "delete", 1],
    ]);
    expect(calls).toEqual([
      { action: "delete", instances: [idOf("old-one"), idOf("old-two")], allFailure: undefined, status: 200 },
    ]);
    const state = await workspace.state();
    expect(state.unfinished).toEqual([]);
    expect(state.results).toMatchObject({
      "old-one": { action: "delete", result: "success", accepted: true, status: "DELETED" },
      "old-two": { action: "delete", result: "success", accepted: true, status: "DELETED" },
    });
    expect(state.observed).toMatchObject({ kept: { status: "RUNNING" }, "old-one": { status: "DELETED" } });

    workspace.configure(lifecycle({ kept: { triggers: { config: "1" } } }));
    await applyProven(workspace);
    expect(workspace.calls()).toHaveLength(1);
  });

  test("consent withdrawn after the deletion changes nothing, and a retired instance stays retired without consent", async () => {
    workspace.configure(lifecycle(retired("old-one"), "allow_deletion = true"));
    await applyProven(workspace);
    workspace.configure(lifecycle(retired("old-one")));
    await applyProven(workspace);
    expect(workspace.calls()).toHaveLength(1);
  });

  test("an instance that is declared deleted and was deleted by hand causes no call and no diagnostic", async () => {
    workspace.emulator.replaceInstances(seedOf(["kept", "old-two"]));
    workspace.configure(lifecycle(retired("old-one"), "allow_deletion = true"));
    const { due } = await applyProven(workspace);
    expect(due).toEqual([]);
    expect(workspace.calls()).toEqual([]);
    expect((await workspace.state()).observed).toMatchObject({ "old-one": { status: "DELETED" } });
  });

  test("an id that never existed is not a deletion: the plan says so, and no call is due or made", async () => {
    const fleet = { ...triggered(names, "1"), never: { state: "deleted" } } as const;
    workspace.configure(lifecycle(fleet));
    const { due, run } = await applyProven(workspace);
    expect(due).toEqual([]);
    expect(run.output).toContain("Warning: Nothing To Delete");
    expect(workspace.calls()).toEqual([]);
    const state = await workspace.state();
    expect(state.observed).toMatchObject({ never: { status: "DELETED" } });
    expect(state.results).toEqual({});
  });

  test("a deleted instance that is wanted again is missed, not recreated", async () => {
    workspace.configure(lifecycle(retired("old-one"), "allow_deletion = true"));
    await applyProven(workspace);
    workspace.configure(lifecycle(triggered(names, "1"), "allow_deletion = true"));
    expect(await workspace.planFails()).toContain("Error: Instance Does Not Exist");
    expect(workspace.calls()).toHaveLength(1);
  });

  test("force_delete reaches the service with v2", async () => {
    workspace.configureProvider(providerLines(workspace.url, `api_version = "v2"`));
    workspace.configure(lifecycle(retired("old-one"), "allow_deletion = true\n  force_delete = true"));
    expect((await workspace.apply()).code).toBe(0);
    const sent = workspace.emulator.journal().filter(({ method }) => method === "POST");
    expect(sent.map(({ body }) => body)).toEqual([
      { action: "delete", instances: [idOf("old-one")], force_delete: true },
    ]);
    await expectNothingLeft(workspace);
  });
});
