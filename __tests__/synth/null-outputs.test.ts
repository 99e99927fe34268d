import { Fn, TerraformOutput, type TerraformStack } from "cdktf";
import {
  acknowledgeWarning,
  FailedInstancePurge,
  InstanceLifecycle,
  NullProvider,
  PortableBatchAction,
} from "../../lib";
import { warningsOf } from "../support/synth/stack";

const instanceId = "54602a9d-5e22-4239-9123-77e350df4a34";

function fleet(stack: TerraformStack): InstanceLifecycle {
  return new InstanceLifecycle(stack, "kafka", {
    instances: { "or ders": { instanceId }, audit: { instanceId: "b" } },
  });
}

describe("an output that is null before the first action", () => {
  test("is warned of by its name, for each attribute of a result", () => {
    const warnings = warningsOf((stack) => {
      const orders = fleet(stack).resultOf("or ders");
      new TerraformOutput(stack, "status", { value: orders.status });
      new TerraformOutput(stack, "wave", { value: orders.wave, sensitive: true });
      new TerraformOutput(stack, "accepted", { value: orders.accepted });
    });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^demo\/kafka: The value of output status, wave, accepted is null before the first action, .* Fn\.coalesce\(.*\[ack: dms:null-output\]$/,
      ),
    ]);
  });

  test("is warned of for the time of a purge, and for a portable batch", () => {
    const purge = warningsOf((stack) => {
      const failed = new FailedInstancePurge(stack, "failed", { engine: "kafka" });
      new TerraformOutput(stack, "purged_at", { value: failed.purgedAt });
    });
    expect(purge).toEqual([expect.stringMatching(/^demo\/failed: The value of output purged_at is null/)]);
    const portable = warningsOf((stack) => {
      new NullProvider(stack, "null");
      const batch = new PortableBatchAction(stack, "batch", { action: "restart", instances: { orders: instanceId } });
      new TerraformOutput(stack, "code", { value: batch.resultOf("orders").errorCode });
    });
    expect(portable).toEqual([expect.stringMatching(/^demo\/batch: The value of output code is null/)]);
  });

  test("is not warned of with another value than null, within an object, as a whole, or acknowledged", () => {
    const warnings = warningsOf((stack) => {
      const kafka = fleet(stack);
      const { result } = kafka.resultOf("audit");
      new TerraformOutput(stack, "either", { value: Fn.coalesce([result, "none yet"]) as string });
      new TerraformOutput(stack, "object", { value: { result } });
      new TerraformOutput(stack, "all", { value: kafka.results });
      new TerraformOutput(stack, "literal", { value: "success" });
    });
    expect(warnings).toEqual([]);
    const acknowledged = warningsOf((stack) => {
      const kafka = fleet(stack);
      new TerraformOutput(stack, "result", { value: kafka.resultOf("audit").result });
      acknowledgeWarning(kafka, "dms:null-output", "deployed with plain Terraform");
    });
    expect(acknowledged).toEqual([]);
  });
});
