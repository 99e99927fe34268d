import { TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";

export class TwoRegions extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Project and credentials come from the environment.
    new DmsProvider(this, "de", { region: "eu-de" });
    const nl = new DmsProvider(this, "nl", { region: "eu-nl", alias: "nl" });

    new InstanceLifecycle(this, "german", {
      instances: { orders: { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" } },
    });
    new InstanceLifecycle(this, "dutch", {
      provider: nl,
      instances: { orders: { instanceId: "7166cdea-dbad-4d79-9610-7163e6f8b640" } },
    });
  }
}
