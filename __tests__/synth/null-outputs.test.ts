import { Fn, TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
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
        /^demo\/kafka: The value of output status, wave, accepted is null before the first action, .* Fn\.coalesce\(\[value, "none yet"\]\), .*\[ack: dms:null-output\]$/,
      ),
    ]);
  });

  test("is warned of for the time of a purge, and not for a portable batch, which acts at first", () => {
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
    expect(portable.filter((warning) => warning.includes("dms:null-output"))).toEqual([]);
  });

  test("is not warned of if the first apply restarts, or may restart, every instance", () => {
    const warnings = warningsOf((stack) => {
      const variable = new TerraformVariable(stack, "restart", { type: "bool" });
      for (const [id, restartOnCreate] of Object.entries({ literal: true, token: variable.booleanValue })) {
        const kafka = new InstanceLifecycle(stack, id, { instances: { [id]: { instanceId: id } }, restartOnCreate });
        new TerraformOutput(stack, `${id}_result`, { value: kafka.resultOf(id).result });
      }
    });
    expect(warnings).toEqual([]);
    const adopted = warningsOf((stack) => {
      const kafka = new InstanceLifecycle(stack, "kafka", { instances: { a: { instanceId } }, restartOnCreate: false });
      new TerraformOutput(stack, "result", { value: kafka.resultOf("a").result });
    });
    expect(adopted).toEqual([expect.stringMatching(/The value of output result is null/)]);
  });

  test("is not warned of for an instance that the first apply deletes or may delete, and is for the others", () => {
    const warnings = warningsOf((stack) => {
      const variable = new TerraformVariable(stack, "state", { type: "string" });
      const kafka = new InstanceLifecycle(stack, "kafka", {
        instances: {
          'or "ders': { instanceId: "a", desiredState: "deleted" },
          audit: { instanceId: "b", desiredState: variable.stringValue },
          'or "ders 2': { instanceId: "c", desiredState: "running" },
        },
        allowDeletion: true,
        maxDeletions: 2,
      });
      const late = kafka.addInstance("late", { instanceId: "d", desiredState: "deleted" });
      new TerraformOutput(stack, "deleted", { value: kafka.resultOf('or "ders').result });
      new TerraformOutput(stack, "open", { value: kafka.resultOf("audit").result });
      new TerraformOutput(stack, "running", { value: kafka.resultOf('or "ders 2').result });
      new TerraformOutput(stack, "late", { value: late.result });
    });
    expect(warnings).toEqual([expect.stringMatching(/The value of output running is null/)]);
  });

  test("is not warned of as a string with more than one token, with text around, or compared", () => {
    const warnings = warningsOf((stack) => {
      const { status, result, accepted } = fleet(stack).resultOf("audit");
      new TerraformOutput(stack, "two", { value: `${status} ${result}` });
      new TerraformOutput(stack, "beside", { value: `${status}${result}` });
      new TerraformOutput(stack, "around", { value: `status: ${status}.` });
      new TerraformOutput(stack, "either", { value: Fn.conditional(accepted, status, result) as string });
    });
    expect(warnings).toEqual([]);
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
