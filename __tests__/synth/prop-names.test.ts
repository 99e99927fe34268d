import { NullProvider } from "@cdktf/provider-null/lib/provider";
import type { Construct } from "constructs";
import { DmsProvider, FailedInstancePurge, InstanceLifecycle, PortableBatchAction } from "../../lib";
import { readDeclaredProps } from "../support/synth/declared-props";
import { refusalOf } from "../support/synth/stack";

const declared = readDeclaredProps();
const instanceId = "54602a9d-5e22-4239-9123-77e350df4a34";

// A prop that no interface has: the refusal lists those that are known.
const stray = { stray: 1 } as never;
const portable = (scope: Construct, props: object) => {
  new NullProvider(scope, "null");
  new PortableBatchAction(scope, "batch", { action: "restart", ...props });
};

test.each<[string, (scope: Construct) => void]>([
  ["DmsProviderProps", (scope) => new DmsProvider(scope, "second", stray)],
  ["DmsProviderAssumeRole", (scope) => new DmsProvider(scope, "second", { assumeRole: stray })],
  ["DmsProviderOidc", (scope) => new DmsProvider(scope, "second", { oidc: stray })],
  ["InstanceLifecycleProps", (scope) => new InstanceLifecycle(scope, "kafka", stray)],
  ["LifecycleInstance", (scope) => new InstanceLifecycle(scope, "kafka", { instances: { orders: stray } })],
  ["LifecycleRollout", (scope) => new InstanceLifecycle(scope, "kafka", { rollout: stray })],
  ["LifecycleTimeouts", (scope) => new InstanceLifecycle(scope, "kafka", { timeouts: stray })],
  ["FailedInstancePurgeProps", (scope) => new FailedInstancePurge(scope, "failed", stray)],
  ["PortableBatchActionProps", (scope) => portable(scope, stray)],
  ["PortableInstance", (scope) => portable(scope, { instances: { orders: { instanceId, ...(stray as object) } } })],
])("the props of %s that are known are those that are declared", (name, declare) => {
  const known = /\bstray is .* Allowed: (?:one of )?([\w, ]+)\.$/m.exec(refusalOf(declare))?.[1]?.split(", ");
  expect([...(known ?? [])].sort()).toEqual(
    declared
      .get(name)
      ?.map((prop) => prop.name)
      .sort(),
  );
});
