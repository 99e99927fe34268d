import { TerraformOutput, TerraformStack } from "cdktf";
import { DmsProvider, FailedInstancePurge } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

export class FailedCreations extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DmsProvider(this, "dms", { apiVersion: "v2" });
    for (const engine of ["kafka", "rabbitmq", "rocketmq"]) {
      const purge = new FailedInstancePurge(this, engine, { engine, maxPurge: 5, allowDeletion: true });
      new TerraformOutput(this, `purged_${engine}`, { value: purge.purged });
    }
  }
}
