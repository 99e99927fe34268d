import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createWorkspace, plannedActions, projectId, type Workspace } from "../support/acceptance/workspace";

const examples = resolve(__dirname, "../../examples");
const example = (path: string): string => readFileSync(join(examples, path), "utf8");

const ids = {
  orders: "54602a9d-5e22-4239-9123-77e350df4a34",
  payments: "7166cdea-dbad-4d79-9610-7163e6f8b640",
  legacy: "9e8f1c34-6a0d-4c58-9d3f-0b6a7c2d5e41",
};
const running = { engine: "kafka", status: "RUNNING" };
const seed = {
  projects: {
    [projectId]: [
      { instance_id: ids.orders, name: "kafka-orders", ...running },
      { instance_id: ids.payments, name: "kafka-payments", ...running },
      { instance_id: ids.legacy, name: "kafka-legacy", ...running },
      { name: "kafka-try", engine: "kafka", status: "CREATEFAILED" },
    ],
  },
};

describe("the examples of the documentation", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  test("are formatted as terraform fmt does", async () => {
    workspace = await createWorkspace({ hcl: "" });
    const run = await workspace.terraform(["fmt", "-check", "-recursive", examples]);
    expect(run).toMatchObject({ code: 0, stdout: "" });
  });

  test("the provider's is a configuration that can be initialized and validated", async () => {
    workspace = await createWorkspace({ hcl: "" });
    writeFileSync(join(workspace.folder, "provider.tf"), example("provider/provider.tf"));
    expect((await workspace.terraform(["init", "-no-color"])).code).toBe(0);
    expect((await workspace.terraform(["validate", "-no-color"])).output).toContain("The configuration is valid");
  });

  test("the lifecycle's behaves as its page says: adopts, deletes legacy, then restarts in two waves", async () => {
    workspace = await createWorkspace({
      hcl: example("resources/dms_instance_lifecycle/resource.tf"),
      emulator: { seed },
    });
    expect((await workspace.apply()).code).toBe(0);
    expect(workspace.calls()).toMatchObject([{ action: "delete", instances: [ids.legacy], status: 200 }]);
    const plan = await workspace.plan(["-var", "broker_config=2026-04"]);
    expect(plannedActions(plan).map(({ name, action, wave }) => [name, action, wave])).toEqual([
      ["orders", "restart", 1],
      ["payments", "restart", 2],
    ]);
  });

  test("the gate lets a finished apply pass and fails an unfinished one after its outputs", async () => {
    const hcl = example("resources/dms_instance_lifecycle/gate.tf");
    const output = 'output "unfinished" { value = dms_instance_lifecycle.reported.unfinished }\n';
    workspace = await createWorkspace({ hcl: hcl + output, emulator: { seed } });
    expect((await workspace.apply()).code).toBe(0);

    workspace.configure(hcl.replace('4a34" }', '4a34", restart_triggers = { n = "2" } }') + output);
    workspace.emulator.setFaults([{ on: { operation: "action" }, do: { item: "failed" } }]);
    const failed = await workspace.apply();
    expect(failed.code).toBe(1);
    expect(failed.output).toContain("Unfinished: orders");
    expect(await workspace.output()).toEqual({ unfinished: ["orders"] });
  });

  test("that of many projects adopts the instances of each", async () => {
    const fleets = { [projectId]: { orders: ids.orders }, p2: { audit: "a-2" } };
    const more = { p2: [{ instance_id: "a-2", name: "audit", ...running }] };
    workspace = await createWorkspace({
      hcl: example("resources/dms_instance_lifecycle/projects.tf"),
      emulator: { seed: { projects: { ...seed.projects, ...more } } },
    });
    writeFileSync(join(workspace.folder, "terraform.tfvars.json"), JSON.stringify({ fleets }));
    expect((await workspace.apply()).code).toBe(0);
    expect((await workspace.state('dms_instance_lifecycle.of_project["p2"]')).observed).toMatchObject({
      audit: { status: "RUNNING" },
    });
    expect(workspace.calls()).toEqual([]);
  });

  test("the import commands import", async () => {
    const commands = example("resources/dms_instance_lifecycle/import.sh").match(/^terraform import .*$/gm) ?? [];
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      workspace = await createWorkspace({
        hcl: example("resources/dms_instance_lifecycle/resource.tf"),
        emulator: { seed },
      });
      const run = await workspace.terraform(command.split(" ").slice(1));
      expect(run.output).toContain("Import successful!");
      const keys = Object.keys((await workspace.state()).observed ?? {});
      expect(keys).toEqual(command.includes("orders=") ? ["orders", "payments"] : ["kafka-orders", "kafka-payments"]);
      if (command !== commands.at(-1)) await workspace.dispose();
    }
  });

  test("the purge's removes failed creations", async () => {
    workspace = await createWorkspace({
      hcl: example("resources/dms_failed_instance_purge/resource.tf"),
      emulator: { seed },
    });
    expect((await workspace.apply()).code).toBe(0);
    expect(await workspace.output()).toMatchObject({ purged: [{ name: "kafka-try" }] });
    expect(workspace.calls()).toEqual([{ action: "delete", instances: undefined, allFailure: "kafka", status: 204 }]);
  });

  test("the data sources' find their instances", async () => {
    const names = (...list: readonly string[]): readonly object[] => list.map((name) => ({ name, ...running, tags }));
    const tags = [{ key: "stage", value: "production" }];
    workspace = await createWorkspace({
      hcl: example("data-sources/dms_instances/data-source.tf") + example("data-sources/dms_instance/data-source.tf"),
      emulator: {
        seed: { projects: { [projectId]: names("orders-1", "orders-2", "audit", "kafka-orders") as never } },
      },
    });
    expect((await workspace.apply()).code).toBe(0);
    expect(Object.keys((await workspace.state("dms_instance_lifecycle.orders")).observed ?? {})).toEqual([
      "orders-1",
      "orders-2",
    ]);
    expect(await workspace.output()).toEqual({ orders_status: "RUNNING" });
  });
});
