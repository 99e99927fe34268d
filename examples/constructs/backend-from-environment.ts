import { TerraformStack } from "cdktf";
import { backendFromEnvironment, DmsProvider, InstanceLifecycle } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

export class SharedFleet extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    backendFromEnvironment(this, process.env);
    new DmsProvider(this, "dms");
    new InstanceLifecycle(this, "kafka", {
      instances: { orders: { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" } },
    });
  }
}
