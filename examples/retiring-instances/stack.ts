import { TerraformOutput, TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

const instances = {
  orders: "54602a9d-5e22-4239-9123-77e350df4a34",
  legacy: "9e8f1c34-6a0d-4c58-9d3f-0b6a7c2d5e41",
};

export class RetiringInstances extends TerraformStack {
  /** @param retire names of instances to delete, with their data */
  constructor(scope: Construct, id: string, retire: readonly string[]) {
    super(scope, id);
    new DmsProvider(this, "dms");
    const kafka = new InstanceLifecycle(this, "kafka", { allowDeletion: retire.length > 0, maxDeletions: 1 });
    for (const [name, instanceId] of Object.entries(instances)) {
      kafka.addInstance(name, { instanceId, desiredState: retire.includes(name) ? "deleted" : "running" });
    }
    new TerraformOutput(this, "results", { value: kafka.results });
  }
}
