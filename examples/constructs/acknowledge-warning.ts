import { TerraformStack } from "cdktf";
import { acknowledgeWarning, DmsProvider, InstanceLifecycle } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

export class Sandbox extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DmsProvider(this, "dms");
    const kafka = new InstanceLifecycle(this, "kafka", {
      allowDeletion: true,
      instances: { trial: { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34", desiredState: "deleted" } },
    });
    acknowledgeWarning(kafka, "dms:deletions-without-limit", "a sandbox: everything in it may go");
  }
}
