import { Aspects, TerraformVariable } from "cdktf";
import type { IAspect } from "cdktf";
import { Construct } from "constructs";
import type { IConstruct } from "constructs";
import {
  DmsFailedInstancePurge,
  DmsInstanceLifecycle,
  FailedInstancePurge,
  ForbidDeletions,
  InstanceLifecycle,
} from "../../lib";
import { refusalOf, synthesize } from "../support/synth/stack";

const orders = { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" };
const legacy = { instanceId: "9e8f1c34-6a0d-4c58-9d3f-0b6a7c2d5e41", desiredState: "deleted" };

/** What is refused in a stack in which deletions are forbidden. */
const refused = (declare: (scope: Construct) => void) =>
  refusalOf((scope) => {
    Aspects.of(scope).add(new ForbidDeletions({ reason: "production" }));
    declare(scope);
  });

describe("where deletions are forbidden", () => {
  test("consent and instances declared deleted are refused, each with the construct's path", () => {
    const message = refused((scope) => {
      new InstanceLifecycle(scope, "kafka", { allowDeletion: true, maxDeletions: 1, instances: { orders, legacy } });
    });
    expect(message).toContain(
      "[demo/kafka] allowDeletion is true. Allowed: false. Deletions are forbidden here: production.",
    );
    expect(message).toContain(
      '[demo/kafka] instances["legacy"].desiredState is "deleted". Allowed: "running". Deletions are forbidden here: production.',
    );
    expect(message).not.toContain("orders");
  });

  test("consent that only Terraform will know is refused", () => {
    const message = refused((scope) => {
      const allowDeletion = new TerraformVariable(scope, "consent", { type: "bool" }).booleanValue;
      new InstanceLifecycle(scope, "kafka", { allowDeletion, instances: { orders } });
    });
    expect(message).toContain('[demo/kafka] allowDeletion is "an expression". Allowed: false.');
  });

  test("purges are refused, with consent or without", () => {
    const message = refused((scope) => {
      new FailedInstancePurge(scope, "failed", { engine: "kafka" });
    });
    expect(message).toContain('[demo/failed] FailedInstancePurge is "kafka". Allowed: no purge of failed creations.');
  });

  test("the resources themselves are judged alike", () => {
    const message = refused((scope) => {
      new DmsFailedInstancePurge(scope, "failed", { engine: "rabbitmq" });
      new DmsInstanceLifecycle(scope, "kafka", { instances: { legacy } });
    });
    expect(message).toContain("[demo/failed] FailedInstancePurge is");
    expect(message).toContain('[demo/kafka] instances["legacy"].desiredState is "deleted".');
  });

  test("neither an override nor another aspect gets past", () => {
    const consent: IAspect = {
      visit: (node: IConstruct) => {
        if (node instanceof DmsInstanceLifecycle) node.allowDeletion = true;
      },
    };
    const message = refused((scope) => {
      const fleet = new InstanceLifecycle(scope, "one", { instances: { orders } });
      fleet.resource.addOverride("instances.orders.desired_state", "deleted");
      const audit = { instanceId: "67fc5f8d-3986-4f02-bb75-4075a23112de" };
      Aspects.of(new InstanceLifecycle(scope, "two", { instances: { audit } })).add(consent);
    });
    expect(message).toContain('[demo/one] instances["orders"].desiredState is "deleted".');
    expect(message).toContain("[demo/two] allowDeletion is true.");
  });

  test("restarts are not touched, and deletions elsewhere in the stack neither", () => {
    const { resource } = synthesize((stack) => {
      const production = new Construct(stack, "production");
      Aspects.of(production).add(new ForbidDeletions());
      new InstanceLifecycle(production, "kafka", { allowDeletion: false, instances: { orders } });
      new InstanceLifecycle(stack, "old", { allowDeletion: true, maxDeletions: 1, instances: { legacy } });
    });
    expect(Object.keys(resource.dms_instance_lifecycle ?? {})).toHaveLength(2);
  });
});
