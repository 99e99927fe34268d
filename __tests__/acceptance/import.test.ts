import { rmSync } from "node:fs";
import { join } from "node:path";
import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyPlanProven, applyProven, dueRows, expectNothingLeft, unwrapped } from "../support/acceptance/proof";
import { createWorkspace, savedObjects, type Workspace } from "../support/acceptance/workspace";

const names = ["audit", "orders"] as const;
const address = "dms_instance_lifecycle.fleet";

describe("import", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const start = async (hcl: string, fleet: Parameters<typeof seedOf>[0] = names): Promise<void> => {
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(fleet) } });
  };
  const importing = (id: string): ReturnType<Workspace["terraform"]> =>
    workspace.terraform(["import", "-no-color", "-input=false", address, id]);

  test("by ids takes the service's names as keys; the plan for a configuration with them is empty", async () => {
    await start(lifecycle({ audit: {}, orders: {} }));
    expect((await importing(names.map(idOf).join(","))).output).toContain("Import successful!");
    await expectNothingLeft(workspace);
    await expectNothingLeft(workspace, "-refresh=false");
    expect(await workspace.state()).toMatchObject({
      instances: { audit: { instance_id: idOf("audit") }, orders: { instance_id: idOf("orders") } },
      observed: { audit: { status: "RUNNING" }, orders: { status: "RUNNING" } },
      results: {},
      unfinished: [],
    });
    expect(workspace.calls()).toEqual([]);
  });

  test("by name=id takes those names, with blanks around them; other keys later are a renaming", async () => {
    await start(lifecycle({ log: { id: idOf("audit") }, "a=b": { id: idOf("orders") } }));
    expect((await importing(`log=${idOf("audit")} , a=b=${idOf("orders")}`)).output).toContain("Import successful!");
    await expectNothingLeft(workspace);
    workspace.configure(lifecycle({ audit: {}, orders: {} }));
    await applyProven(workspace);
    expect(workspace.calls()).toEqual([]);
  });

  test("by name=id takes names with a slash: after one, and keys of by_key as they are", async () => {
    const key = `audit/${idOf("audit")}`;
    await start(lifecycle({ "team/orders": { id: idOf("orders") }, [key]: { id: idOf("audit") } }));
    expect((await importing(`/team/orders=${idOf("orders")},${key}=${idOf("audit")}`)).output).toContain("successful!");
    await expectNothingLeft(workspace);
    await workspace.terraform(["state", "rm", address]);
    expect((await importing(`${key}=${idOf("audit")},team/orders=${idOf("orders")}`)).output).toContain("successful!");
    await expectNothingLeft(workspace);
  });

  test("of instances that share a name takes their ids as keys", async () => {
    await start(lifecycle({ [idOf("one")]: { id: idOf("one") }, [idOf("two")]: { id: idOf("two") } }), {
      one: { name: "twin" },
      two: { name: "twin" },
    });
    expect((await importing(`${idOf("one")},${idOf("two")}`)).output).toContain("Import successful!");
    await expectNothingLeft(workspace);
  });

  test("by an import block is one apply, with settings of all kinds configured at once, and no call", async () => {
    const block = `import {\n  to = ${address}\n  id = "${names.map(idOf).join(",")}"\n}\n`;
    const more = `rollout = { max_unavailable = "1" }
  timeouts = { create = "5m" }
  allow_deletion = true
  restart_on_create = true
  on_missing = "forget"
  ready_timeout = "1m"`;
    await start(lifecycle({ audit: {}, orders: {} }, more) + block);
    const { run, due } = await applyProven(workspace);
    expect(run.output).toContain("1 imported, 0 added, 1 changed");
    expect(due).toEqual([]);
    workspace.configure(lifecycle({ audit: {}, orders: {} }, more));
    await expectNothingLeft(workspace);
    expect(workspace.calls()).toEqual([]);
  });

  test("adopts the triggers configured with it, with a warning and no restart; their next change restarts", async () => {
    await start(lifecycle(triggered(names, "1")));
    await importing(names.map(idOf).join(","));
    const adoption = await applyProven(workspace);
    expect(adoption.due).toEqual([]);
    expect(adoption.run.output).toContain("Warning: Triggers Adopted Without A Restart");
    expect(workspace.calls()).toEqual([]);

    workspace.configure(lifecycle(triggered(names, "2")));
    expect((await applyProven(workspace)).due.map(([name]) => name)).toEqual([...names]);
  });

  test("and a replacement at once adopts the triggers as well: no restart, and their next change restarts", async () => {
    await start(lifecycle(triggered(names, "1")));
    await importing(names.map(idOf).join(","));
    const { plan } = await applyPlanProven(workspace, [`-replace=${address}`]);
    expect(plan.resource_changes?.[0]?.change.actions).toEqual(["delete", "create"]);
    expect(dueRows(plan)).toEqual([]);

    workspace.configure(lifecycle(triggered(names, "2")));
    expect((await applyProven(workspace)).due.map(([name]) => name)).toEqual([...names]);
  });

  test("and a replacement as a saved plan that is applied on another machine adopts them, too", async () => {
    await start(lifecycle(triggered(names, "1")));
    await importing(names.map(idOf).join(","));
    expect(dueRows(await workspace.plan([`-replace=${address}`]))).toEqual([]);
    rmSync(join(workspace.folder, ".terraform", "dms-lifecycle"), { recursive: true, force: true });
    expect((await workspace.applyPlan()).code).toBe(0);
    await expectNothingLeft(workspace);
    expect(workspace.calls()).toEqual([]);
    workspace.configure(lifecycle(triggered(names, "2")));
    expect((await applyProven(workspace)).due).toHaveLength(2);
  });

  test("makes a later deletion due with consent, as for any adopted instance", async () => {
    await start(lifecycle({ audit: {}, orders: { state: "deleted" } }));
    await importing(names.map(idOf).join(","));
    expect(await workspace.planFails()).toContain("Error: Deletion Not Allowed");
    workspace.configure(lifecycle({ audit: {}, orders: { state: "deleted" } }, "allow_deletion = true"));
    expect((await applyProven(workspace)).due).toEqual([["orders", "delete", 1]]);
  });

  test.each([
    ["an id that nobody has", `${idOf("audit")},${idOf("nobody")}`, `The service does not know ${idOf("nobody")}.`],
    ["nothing", " ", "must be instance ids separated by commas"],
    ["an id twice", `${idOf("audit")},${idOf("audit")}`, "each id and name once"],
    ["a name twice", `a=${idOf("audit")},a=${idOf("orders")}`, "each id and name once"],
    ["an empty name", `=${idOf("audit")}`, `got "=${idOf("audit")}"`],
    ["a path for an id", `../${idOf("audit")}`, `got "../${idOf("audit")}"`],
  ])("of %s is refused and records nothing", async (_what, id, sentence) => {
    await start(lifecycle({ audit: {}, orders: {} }));
    const refused = await importing(id);
    expect(refused.code).toBe(1);
    expect(unwrapped(refused.output)).toContain(sentence);
    expect(savedObjects(workspace.folder).size).toBe(0);
  });

  test("of a purge is refused: there is nothing to import", async () => {
    await start(`resource "dms_failed_instance_purge" "kafka" {\n  engine = "kafka"\n}\n`);
    const refused = await workspace.terraform(["import", "-no-color", "dms_failed_instance_purge.kafka", "x"]);
    expect(refused.code).toBe(1);
    expect(unwrapped(refused.output)).toContain("dms_failed_instance_purge");
  });
});
