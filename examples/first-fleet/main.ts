import { App, TerraformOutput, TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle, RestartTrigger } from "cdktf-dms-lifecycle";

const app = new App();
const stack = new TerraformStack(app, "kafka-fleet");
new DmsProvider(stack, "dms"); // Where and as whom: from the environment.
const kafka = new InstanceLifecycle(stack, "kafka", {
  restartTriggers: { settings: RestartTrigger.fromFile("broker.properties") }, // A new file restarts both,
  rollout: { maxUnavailable: "1" }, // one after the other.
});
kafka.addInstance("orders", { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" });
kafka.addInstance("payments", { instanceId: "7166cdea-dbad-4d79-9610-7163e6f8b640" });
new TerraformOutput(stack, "results", { value: kafka.results });
app.synth();
