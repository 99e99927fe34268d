import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import { DataDmsInstance, DataDmsInstances, DmsInstanceLifecycle } from "../../lib";
import { synthesize } from "../support/synth/stack";

test("the L1 classes are the generator's output for today's schemas", () => {
  const root = join(__dirname, "..", "..");
  const check = [join(root, "node_modules", "tsx", "dist", "cli.mjs"), "scripts/generate-l1.ts", "--check"];
  const { stdout, stderr, status } = spawnSync(process.execPath, check, { cwd: root, encoding: "utf8" });
  expect({ stdout, stderr, status }).toEqual({ stdout: "", stderr: "", status: 0 });
});

test("data sources take their filters and give their instances", () => {
  const { data, output } = synthesize((stack) => {
    const all = new DataDmsInstances(stack, "all", { engine: "kafka", exactName: true, includeFailed: false });
    const byName = new DataDmsInstance(stack, "one", { name: "orders" });
    new TerraformOutput(stack, "first", { value: all.instances.get(0).instanceId });
    new TerraformOutput(stack, "id", { value: byName.instanceId });
  });
  expect(data).toEqual({
    dms_instances: { all: { engine: "kafka", exact_name: true, include_failed: false } },
    dms_instance: { one: { name: "orders" } },
  });
  expect(output.first?.value).toBe("${data.dms_instances.all.instances[0].instance_id}");
  expect(output.id?.value).toBe("${data.dms_instance.one.instance_id}");
});

test("an L1 resource can be changed after it was made", () => {
  const { resource } = synthesize((stack) => {
    const lifecycle = new DmsInstanceLifecycle(stack, "kafka", {
      instances: { orders: { instanceId: "a" } },
      readyTimeout: "5m",
      rollout: { canary: 1 },
    });
    lifecycle.putInstances({ orders: { instanceId: "b" } });
    lifecycle.onFailure = "report";
    lifecycle.resetReadyTimeout();
    lifecycle.resetRollout();
    expect(lifecycle.instancesInput).toEqual({ orders: { instanceId: "b" } });
  });
  expect(resource.dms_instance_lifecycle?.kafka).toEqual({
    instances: { orders: { instance_id: "b" } },
    on_failure: "report",
  });
});

test("existing objects can be imported", () => {
  const stack = new TerraformStack(Testing.app(), "demo");
  DmsInstanceLifecycle.generateConfigForImport(stack, "kafka", "a-1,b-2");
  expect(JSON.parse(Testing.synth(stack))).toMatchObject({
    import: [{ id: "a-1,b-2", to: "dms_instance_lifecycle.kafka" }],
  });
});

test("the L1 classes write HCL as well", () => {
  const stack = new TerraformStack(Testing.app(), "demo");
  new DmsInstanceLifecycle(stack, "kafka", {
    instances: { orders: { instanceId: "a", restartTriggers: { v: "1" } } },
    maxDeletions: 2,
    allowDeletion: true,
    rollout: { canary: 1 },
  });
  const hcl = String(Testing.synthHcl(stack)).replace(/\s+/g, " ");
  expect(hcl).toContain('instances = { orders = { instance_id = "a" restart_triggers = { v = "1" } } }');
  expect(hcl).toContain("allow_deletion = true");
  expect(hcl).toContain("max_deletions = 2");
  expect(hcl).toContain("rollout = { canary = 1 }");
});
