import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { DmsProvider, InstanceLifecycle } from "../../lib"; // yours: "cdktf-dms-lifecycle"
import { type DmsKit, startDms } from "../../lib/testing"; // yours: "cdktf-dms-lifecycle/testing"

const orders = "54602a9d-5e22-4239-9123-77e350df4a34";

const fleetWith = (config: string) =>
  class Fleet extends TerraformStack {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      new DmsProvider(this, "dms");
      const kafka = new InstanceLifecycle(this, "kafka");
      kafka.addInstance("orders", { instanceId: orders, restartTriggers: { config } });
    }
  };

let dms: DmsKit;
beforeAll(async () => (dms = await startDms({ instances: [{ name: "orders", instance_id: orders }] })));
afterAll(() => dms.stop());

test("a new configuration restarts the brokers with one call", async () => {
  await dms.deploy(fleetWith("1"));
  const { actions, calls } = await dms.deploy(fleetWith("2"));
  expect(actions).toMatchObject([{ name: "orders", action: "restart" }]);
  expect(calls).toMatchObject([{ action: "restart", instances: [orders] }]);
});
