import { App, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { DmsProvider, FailedInstancePurge, InstanceLifecycle, backendFromEnvironment } from "./lib"; // yours: "cdktf-dms-lifecycle"

const env = process.env;

/** A team's Kafka instances. Replace the ids with those of your own. */
class KafkaFleet extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    // One state for the whole team, with a lock: DMS_STATE=pg and PG_CONN_STR. A file of this machine otherwise.
    backendFromEnvironment(this, env);

    // Where and as whom: DMS_ENDPOINT points at an emulator; without it, OS_REGION_NAME, OS_PROJECT_NAME and the
    // credentials among the OS_… variables (or OS_CLOUD alone) point at a project of the cloud.
    new DmsProvider(this, "dms", { pollInterval: env.DMS_POLL_INTERVAL || undefined });

    // Deletion needs consent twice: here, and in the desired state of the instance below.
    const allowDeletion = env.ALLOW_DELETION === "true";

    const kafka = new InstanceLifecycle(this, "kafka", {
      allowDeletion,
      maxDeletions: 1,
      restartUnhealthy: true,
      rollout: { maxUnavailable: "50%", maxFailures: "0" },
      readyTimeout: "20m",
    });

    // A new value of a trigger restarts the instance, once. The first deploy only adopts. An empty variable is an unset one.
    const restartTriggers = { config: env.BROKER_CONFIG || "2026-03" };
    kafka.addInstance("orders", { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34", restartTriggers });
    kafka.addInstance("payments", { instanceId: "7166cdea-dbad-4d79-9610-7163e6f8b640", restartTriggers });
    kafka.addInstance("search", { instanceId: "afc90a2a-a02c-4cba-94d5-58dfa9ad1e0d" });
    kafka.addInstance("audit", { instanceId: "67fc5f8d-3986-4f02-bb75-4075a23112de" });
    kafka.addInstance("legacy", {
      instanceId: "9e8f1c34-6a0d-4c58-9d3f-0b6a7c2d5e41",
      desiredState: env.RETIRE_LEGACY === "true" ? "deleted" : "running",
    });

    // Not kafka.observed: it follows every change of status, and would make plans non-empty that hold no action.
    new TerraformOutput(this, "results", { value: kafka.results });
    new TerraformOutput(this, "unfinished", { value: kafka.unfinished });

    // Instances that were never created properly are removed too, those of today and those that appear later.
    if (allowDeletion) {
      const failed = new FailedInstancePurge(this, "failed", { engine: "kafka", maxPurge: 10, allowDeletion });
      new TerraformOutput(this, "purged", { value: failed.purged });
    }
  }
}

const app = new App();
new KafkaFleet(app, "kafka-fleet");
app.synth();
