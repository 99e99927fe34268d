import { Aspects, TerraformStack } from "cdktf";
import { DmsProvider, ForbidDeletions, InstanceLifecycle } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

export class Production extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    Aspects.of(this).add(new ForbidDeletions({ reason: "production is retired by hand, with a witness" }));
    new DmsProvider(this, "dms");
    new InstanceLifecycle(this, "kafka", {
      instances: { orders: { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" } },
    });
  }
}
