import { TerraformOutput, TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

const instances = {
  orders: "54602a9d-5e22-4239-9123-77e350df4a34",
  payments: "7166cdea-dbad-4d79-9610-7163e6f8b640",
  search: "afc90a2a-a02c-4cba-94d5-58dfa9ad1e0d",
  audit: "67fc5f8d-3986-4f02-bb75-4075a23112de",
};

export class RollingRestart extends TerraformStack {
  /** @param brokerConfig restarts the fleet when it changes, e.g. the date of the configuration, or a hash of it */
  constructor(scope: Construct, id: string, brokerConfig: string) {
    super(scope, id);
    new DmsProvider(this, "dms");
    const kafka = new InstanceLifecycle(this, "kafka", {
      rollout: { canary: 1, maxUnavailable: "50%", maxFailures: "0", pauseBetween: "2m", minReadyTime: "30s" },
    });
    for (const [name, instanceId] of Object.entries(instances)) {
      kafka.addInstance(name, { instanceId, restartTriggers: { brokerConfig } });
    }
    new TerraformOutput(this, "results", { value: kafka.results });
  }
}
