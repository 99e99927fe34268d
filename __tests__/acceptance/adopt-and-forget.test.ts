import { forget } from "../support/acceptance/forget";
import { idOf, lifecycle, purgeOf, seedOf, triggered } from "../support/acceptance/hcl";
import { adopt, applyProven, expectNothingLeft } from "../support/acceptance/proof";
import { createWorkspace, savedObjects, type Workspace } from "../support/acceptance/workspace";

const names = ["audit", "billing", "orders"] as const;

describe("steps without a write call", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  test("adopting, renaming a key, and changing anything but triggers and states", async () => {
    workspace = await createWorkspace({ hcl: lifecycle(triggered(names, "1")), emulator: { seed: seedOf(names) } });

    const adoption = await applyProven(workspace);
    expect(adoption.run.output).toContain("1 added");
    const adopted = await workspace.state();
    expect(adopted).toMatchObject({ planned_actions: [], results: {}, unfinished: [] });
    expect(adopted).toMatchObject({
      on_missing: "error",
      on_forget: "warn",
      on_failure: "error",
      ready_timeout: "20m",
    });
    expect(adopted.observed).toEqual({
      audit: { instance_id: idOf("audit"), name: "audit", engine: "kafka", status: "RUNNING" },
      billing: { instance_id: idOf("billing"), name: "billing", engine: "kafka", status: "RUNNING" },
      orders: { instance_id: idOf("orders"), name: "orders", engine: "kafka", status: "RUNNING" },
    });

    const triggers = { triggers: { config: "1" } };
    const renamed = { "audit-log": { ...triggers, id: idOf("audit") }, billing: triggers, orders: triggers };
    workspace.configure(lifecycle(renamed));
    const renaming = await applyProven(workspace);
    expect(renaming.due).toEqual([]);
    expect(renaming.run.output).toContain("1 changed");
    expect(Object.keys((await workspace.state()).observed ?? {})).toEqual(["audit-log", "billing", "orders"]);

    workspace.configure(
      lifecycle(
        renamed,
        `restart_on_create = true
  restart_unhealthy = true
  on_missing        = "forget"
  allow_deletion    = true
  max_deletions     = 2
  rollout           = { max_unavailable = "1", canary = 1, max_failures = "10%", pause_between = "1s", min_ready_time = "1s" }
  ready_timeout     = "5m"
  timeouts          = { create = "10m", update = "20m" }
  on_failure        = "report"`,
      ),
    );
    await applyProven(workspace);
    expect(workspace.calls()).toEqual([]);
    const { id, ...edited } = await workspace.state();
    expect(edited).toMatchObject({ on_failure: "report", ready_timeout: "5m", max_deletions: 2 });
    expect(id).toBe(adopted.id);
  });

  test("a result follows its instance to a new key, and a restart is not repeated there", async () => {
    workspace = await createWorkspace({ hcl: lifecycle(triggered(names, "1")), emulator: { seed: seedOf(names) } });
    await adopt(workspace);
    workspace.configure(lifecycle({ ...triggered(names, "1"), orders: { triggers: { config: "2" } } }));
    const restart = await applyProven(workspace);
    expect(restart.due).toEqual([["orders", "restart", 1]]);
    const before = await workspace.state();

    const moved = { ...triggered(["audit", "billing"], "1"), shop: { id: idOf("orders"), triggers: { config: "2" } } };
    workspace.configure(lifecycle(moved));
    await applyProven(workspace);
    const after = await workspace.state();
    expect(after.results).toEqual({ shop: before.results?.["orders"] });
    expect(after.planned_actions).toEqual(before.planned_actions);
    expect(workspace.calls()).toHaveLength(1);
  });

  test("a removed key is forgotten, and taken back without a restart", async () => {
    workspace = await createWorkspace({ hcl: lifecycle(triggered(names, "1")), emulator: { seed: seedOf(names) } });
    await adopt(workspace);
    workspace.configure(lifecycle(triggered(["audit", "orders"], "1")));
    await applyProven(workspace);
    expect(Object.keys((await workspace.state()).observed ?? {})).toEqual(["audit", "orders"]);

    workspace.configure(lifecycle(triggered(names, "2")));
    const back = await applyProven(workspace);
    expect(back.due).toEqual([
      ["audit", "restart", 1],
      ["orders", "restart", 1],
    ]);
    expect(workspace.emulator.instances()).toMatchObject(seedOf(names));
  });

  test("destroying and removing resources: instances stay as they are", async () => {
    const fleet = lifecycle(triggered(["audit"], "1"));
    const second = lifecycle(triggered(["billing"], "1"), "", "second");
    const third = lifecycle(triggered(["orders"], "1"), "", "third");
    workspace = await createWorkspace({
      hcl: `${fleet}${second}${third}${purgeOf("kafka")}`,
      emulator: { seed: seedOf(names) },
    });
    await adopt(workspace);

    const removed = await forget(workspace, "dms_instance_lifecycle.second");
    workspace.configure(`${third}${purgeOf("kafka")}${removed}`);
    const gone = await workspace.apply();
    expect(gone.output).toContain("1 destroyed");
    expect([...savedObjects(workspace.folder).keys()]).toEqual([
      "dms_failed_instance_purge.kafka",
      "dms_instance_lifecycle.third",
    ]);
    await expectNothingLeft(workspace);

    expect((await workspace.terraform(["destroy", "-auto-approve", "-no-color"])).output).toContain("2 destroyed");
    expect(savedObjects(workspace.folder).size).toBe(0);
    expect(workspace.calls()).toEqual([]);
    expect(workspace.emulator.instances()).toMatchObject(seedOf(names));
  });
});
