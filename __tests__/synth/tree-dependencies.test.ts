import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { App, Aspects, DataResource, TerraformLocal, TerraformStack, Testing } from "cdktf";
import { Construct, DependencyGroup } from "constructs";
import { FailedInstancePurge, InstanceLifecycle, PortableBatchAction } from "../../lib";
import { refusalOf, synthesize } from "../support/synth/stack";

const fleet = (scope: Construct, id: string) => {
  const lifecycle = new InstanceLifecycle(scope, id, { instances: { [id]: { instanceId: id } } });
  lifecycle.resource.overrideLogicalId(id);
  lifecycle.gate.overrideLogicalId(`${id}_gate`);
  return lifecycle;
};

const dependenciesOf = (declare: (stack: TerraformStack) => void, type = "dms_instance_lifecycle", id = "consumers") =>
  synthesize(declare).resource[type]?.[id]?.depends_on;

describe("the dependencies of a construct in the construct tree", () => {
  test("is waited for: of a fleet, everything must be finished, its gate included", () => {
    const found = dependenciesOf((stack) => {
      const consumers = fleet(stack, "consumers");
      consumers.node.addDependency(fleet(stack, "brokers"));
    });
    expect(found).toEqual(["terraform_data.brokers_gate"]);
  });

  test("stands beside dependsOn, and once, however often the stack is synthesized", () => {
    const stack = new TerraformStack(Testing.app(), "demo");
    const [first, second] = [fleet(stack, "first"), fleet(stack, "second")];
    const instances = { a: { instanceId: "a" } };
    const consumers = new InstanceLifecycle(stack, "consumers", { instances, dependsOn: [first] });
    consumers.node.addDependency(second);
    Testing.synth(stack);
    expect(JSON.parse(Testing.synth(stack))).toMatchObject({
      resource: {
        dms_instance_lifecycle: {
          consumers: { depends_on: ["terraform_data.first_gate", "terraform_data.second_gate"] },
        },
      },
    });
  });

  test("is waited for by the contents of a construct, and completely if it is itself one", () => {
    const found = dependenciesOf((stack) => {
      const [back, front] = [new Construct(stack, "back"), new Construct(stack, "front")];
      front.node.addDependency(back);
      fleet(front, "consumers");
      fleet(back, "brokers");
      new DataResource(back, "settings", {}).overrideLogicalId("settings");
      new TerraformLocal(back, "nothing-to-wait-for", "x");
    });
    expect(found).toEqual(["terraform_data.brokers_gate", "terraform_data.settings"]);
  });

  test("may be a group, and may be added by an aspect", () => {
    const found = dependenciesOf((stack) => {
      const consumers = fleet(stack, "consumers");
      const group = new DependencyGroup(fleet(stack, "one"), fleet(stack, "two"));
      Aspects.of(stack).add({ visit: (node) => (node === stack ? consumers.node.addDependency(group) : undefined) });
    });
    expect(found).toEqual(["terraform_data.one_gate", "terraform_data.two_gate"]);
  });

  test("counts for purges and portable batches too", () => {
    const declare = (stack: TerraformStack) => {
      const brokers = fleet(stack, "brokers");
      const failed = new FailedInstancePurge(stack, "failed", { engine: "kafka" });
      failed.node.addDependency(brokers);
      new NullProvider(stack, "null");
      const batch = new PortableBatchAction(stack, "batch", { action: "restart", instances: { a: "a" } });
      batch.run.overrideLogicalId("run");
      batch.node.addDependency(failed);
    };
    expect(dependenciesOf(declare, "dms_failed_instance_purge", "failed")).toEqual(["terraform_data.brokers_gate"]);
    expect(dependenciesOf(declare, "null_resource", "run")).toEqual(["dms_failed_instance_purge.failed"]);
  });

  test("is refused when it stands in another stack, with the way to express it", () => {
    const message = refusalOf((scope) => {
      const other = new TerraformStack(App.of(scope), "other");
      fleet(scope, "consumers").node.addDependency(fleet(other, "brokers"));
    });
    expect(message).toContain(
      '[demo/consumers] node.addDependency is "other/brokers". Allowed: a construct of the stack "demo" itself. To deploy "other" first, call addDependency on this stack.',
    );
    const onApp = refusalOf((scope) => fleet(scope, "consumers").node.addDependency(new Construct(App.of(scope), "x")));
    expect(onApp).toContain(
      '[demo/consumers] node.addDependency is "x". Allowed: a construct of the stack "demo" itself.',
    );
  });
});
