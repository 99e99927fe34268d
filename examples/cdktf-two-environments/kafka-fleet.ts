import { TerraformOutput, TerraformStack } from "cdktf";
import { backendFromEnvironment, DmsProvider, InstanceLifecycle } from "cdktf-dms-lifecycle";
import type { Construct } from "constructs";
import type { Environment } from "./environments";

/** The Kafka instances of one environment. */
export class KafkaFleet extends TerraformStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    backendFromEnvironment(this, process.env); // State for the whole team: DMS_STATE=pg and PG_CONN_STR.
    new DmsProvider(this, "dms"); // Region, project and credentials: OS_… variables of the pipeline.

    const { instances, brokerConfig, maxUnavailable, retire } = environment;
    const unknown = retire.filter((name) => !(name in instances));
    if (unknown.length > 0) throw new Error(`retire has names that are not in instances: ${unknown.join(", ")}`);

    const kafka = new InstanceLifecycle(this, "kafka", {
      rollout: { maxUnavailable, canary: 1, pauseBetween: "2m" },
      allowDeletion: retire.length > 0,
      maxDeletions: retire.length,
    });
    for (const [name, instanceId] of Object.entries(instances)) {
      kafka.addInstance(name, {
        instanceId,
        restartTriggers: { brokerConfig },
        desiredState: retire.includes(name) ? "deleted" : "running",
      });
    }
    new TerraformOutput(this, "results", { value: kafka.results });
    new TerraformOutput(this, "unfinished", { value: kafka.unfinished });
  }
}
