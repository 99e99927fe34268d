import { TerraformOutput, TerraformStack } from "cdktf";
import { DataDmsInstance, DataDmsInstances, DmsProvider, InstanceLifecycle } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

export class FoundByName extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DmsProvider(this, "dms");
    const orders = new DataDmsInstance(this, "orders", { name: "kafka-orders" });
    new InstanceLifecycle(this, "kafka", { instances: { orders: { instanceId: orders.instanceId } } });

    const failed = new DataDmsInstances(this, "failed", { status: "CREATEFAILED", includeFailed: true });
    new TerraformOutput(this, "never_created", { value: failed.instances });
  }
}
