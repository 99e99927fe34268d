import { Fn, TerraformOutput, TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

export class BrokersThenConsumers extends TerraformStack {
  /** @param config restarts both fleets when it changes */
  constructor(scope: Construct, id: string, config: string) {
    super(scope, id);
    new DmsProvider(this, "dms");
    const brokers = new InstanceLifecycle(this, "brokers", {
      restartTriggers: { config },
      rollout: { maxUnavailable: "1", minReadyTime: "30s" },
    });
    const orders = brokers.addInstance("orders", { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" });

    // Nothing of it is touched before everything of the brokers is finished.
    new InstanceLifecycle(this, "consumers", {
      restartTriggers: { config },
      instances: { audit: { instanceId: "67fc5f8d-3986-4f02-bb75-4075a23112de" } },
      dependsOn: [brokers],
    });

    new TerraformOutput(this, "results", { value: brokers.results });
    // An instance has no record before its first action; cdktf cannot print an output that is null.
    new TerraformOutput(this, "orders_status", { value: Fn.coalesce([orders.status, "none yet"]) });
    new TerraformOutput(this, "orders_result", { value: Fn.coalesce([brokers.resultOf("orders").result, "none yet"]) });
  }
}
