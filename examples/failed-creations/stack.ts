import { TerraformOutput, TerraformStack } from "cdktf";
import { DmsProvider, FailedInstancePurge } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

export class FailedCreations extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DmsProvider(this, "dms");
    const failed = new FailedInstancePurge(this, "failed", { engine: "kafka", maxPurge: 5, allowDeletion: true });
    new TerraformOutput(this, "purged", { value: failed.purged });
  }
}
