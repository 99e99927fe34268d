import { TerraformOutput, TerraformStack } from "cdktf";
import { NullProvider, PortableBatchAction } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

export class PortableRestart extends TerraformStack {
  /** @param config restarts both instances when it changes */
  constructor(scope: Construct, id: string, config: string) {
    super(scope, id);
    new NullProvider(this, "null");
    const restart = new PortableBatchAction(this, "restart", {
      action: "restart",
      instances: {
        orders: "54602a9d-5e22-4239-9123-77e350df4a34",
        payments: "7166cdea-dbad-4d79-9610-7163e6f8b640",
      },
      triggers: { config },
      rollout: { maxUnavailable: "1" },
    });
    new TerraformOutput(this, "results", { value: restart.results, staticId: true });
    new TerraformOutput(this, "unfinished", { value: restart.unfinished, staticId: true });
  }
}
