import { TerraformOutput } from "cdktf";
import { FailedInstancePurge } from "../../lib";
import { synthesize } from "../support/synth/stack";

test("a purge becomes one resource, and its results can be used elsewhere", () => {
  const { resource, output } = synthesize((stack) => {
    const failed = new FailedInstancePurge(stack, "failed", { engine: "kafka", maxPurge: 5, allowDeletion: true });
    new TerraformOutput(stack, "pending", { value: failed.pending });
    new TerraformOutput(stack, "first", { value: failed.purged.get(0).name });
    new TerraformOutput(stack, "at", { value: failed.purgedAt });
  });
  expect(resource.dms_failed_instance_purge).toEqual({
    failed: { engine: "kafka", max_purge: 5, allow_deletion: true },
  });
  expect(output.pending?.value).toBe("${dms_failed_instance_purge.failed.pending}");
  expect(output.first?.value).toBe("${dms_failed_instance_purge.failed.purged[0].name}");
  expect(output.at?.value).toBe("${dms_failed_instance_purge.failed.purged_at}");
});

test("consent to a purge is never assumed", () => {
  const { resource } = synthesize((stack) => {
    new FailedInstancePurge(stack, "failed", { engine: "rabbitmq" });
  });
  expect(resource.dms_failed_instance_purge).toEqual({ failed: { engine: "rabbitmq" } });
});
