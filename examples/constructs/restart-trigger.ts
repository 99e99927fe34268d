import { DataResource, TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle, RestartTrigger } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

export class FollowsWhatItUses extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DmsProvider(this, "dms");
    const quotas = new DataResource(this, "quotas", { input: { producers: 10, consumers: 40 } });

    new InstanceLifecycle(this, "kafka", {
      restartTriggers: {
        settings: RestartTrigger.fromFile("config/broker.properties"),
        certificates: RestartTrigger.fromFolder("config/certificates"),
        quotas: RestartTrigger.fromValue(quotas.output),
      },
      instances: { orders: { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" } },
    });
  }
}
