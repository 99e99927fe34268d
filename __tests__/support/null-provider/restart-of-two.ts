import { TerraformOutput, type TerraformStack } from "cdktf";
import { PortableBatchAction, type PortableBatchActionProps } from "../../../lib";
import { idOf } from "../acceptance/hcl";

/** The instances of the batch. */
export const names = ["audit", "orders"] as const;
/** The call that `restart` makes. */
export const restartCall = { action: "restart", instances: names.map(idOf) };

/** A restart of both instances under a trigger, with its results and what is unfinished as outputs. */
export const restart =
  (trigger: string, more: Partial<PortableBatchActionProps> = {}) =>
  (stack: TerraformStack): void => {
    const batch = new PortableBatchAction(stack, "kafka", {
      action: "restart",
      instances: { orders: idOf("orders"), audit: { instanceId: idOf("audit") } },
      triggers: { config: trigger },
      pollInterval: "100ms",
      readyTimeout: "20s",
      ...more,
    });
    batch.run.overrideLogicalId("run");
    new TerraformOutput(stack, "results", { value: batch.results, staticId: true });
    new TerraformOutput(stack, "unfinished", { value: batch.unfinished, staticId: true });
    new TerraformOutput(stack, "orders", { value: batch.resultOf("orders").result, staticId: true });
  };

/** A fault: the next action on an instance fails. */
export const failOnce = (name: string) => ({
  on: { operation: "action" as const, instance: idOf(name), times: 1 },
  do: { item: "failed" as const },
});
