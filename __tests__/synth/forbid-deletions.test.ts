import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { App, Aspects, DataResource, type IAspect, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import {
  DmsFailedInstancePurge,
  DmsInstanceLifecycle,
  DmsProvider,
  FailedInstancePurge,
  ForbidDeletions,
  InstanceLifecycle,
  PortableBatchAction,
  type PortableBatchActionProps,
} from "../../lib";
import { refusalOf, synthesize } from "../support/synth/stack";

const orders = { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" };
const legacy = { instanceId: "9e8f1c34-6a0d-4c58-9d3f-0b6a7c2d5e41", desiredState: "deleted" };

/** The refusals in a stack in which deletions are forbidden. */
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
    expect(message).toContain("[demo/kafka] allowDeletion is an expression. Allowed: false.");
  });

  test("purges are refused, with consent or without", () => {
    const message = refused((scope) => {
      new FailedInstancePurge(scope, "failed", { engine: "kafka" });
    });
    expect(message).toContain('[demo/failed] FailedInstancePurge is "kafka". Allowed: no purge of failed creations.');
  });

  test("the generated resources are judged in the same way", () => {
    const message = refused((scope) => {
      new DmsFailedInstancePurge(scope, "failed", { engine: "rabbitmq" });
      new DmsInstanceLifecycle(scope, "kafka", { instances: { legacy } });
    });
    expect(message).toContain("[demo/failed] FailedInstancePurge is");
    expect(message).toContain('[demo/kafka] instances["legacy"].desiredState is "deleted".');
  });

  test("overrides and other aspects cannot bypass it", () => {
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

  test("restarts, and deletions elsewhere in the stack, are not affected", () => {
    const { resource } = synthesize((stack) => {
      const production = new Construct(stack, "production");
      Aspects.of(production).add(new ForbidDeletions());
      new InstanceLifecycle(production, "kafka", { allowDeletion: false, instances: { orders } });
      new InstanceLifecycle(stack, "old", { allowDeletion: true, maxDeletions: 1, instances: { legacy } });
    });
    expect(Object.keys(resource.dms_instance_lifecycle ?? {})).toHaveLength(2);
  });
});

describe("a ForbidDeletions above the stacks", () => {
  const production = () => new ForbidDeletions({ reason: "production" });
  /** The refusals in a stack of an app, or of a construct of it, in which deletions are forbidden. */
  const refusedBelow = (
    declare: (stack: TerraformStack) => void,
    forbid: (app: App, stack: TerraformStack) => void,
  ) => {
    const app = Testing.app();
    const stack = new TerraformStack(new Construct(app, "eu-de"), "demo");
    forbid(app, stack);
    declare(stack);
    expect(() => Testing.synth(stack, true)).toThrow();
    try {
      Testing.synth(stack, true);
    } catch (error) {
      return (error as Error).message.split("\n").filter((line) => line.includes("Deletions are forbidden here"));
    }
    return [];
  };
  const everything = (stack: TerraformStack) => {
    new DmsProvider(stack, "dms");
    new NullProvider(stack, "null");
    new InstanceLifecycle(stack, "kafka", { allowDeletion: true, maxDeletions: 1, instances: { orders } });
    new FailedInstancePurge(stack, "failed", { engine: "kafka" });
    new DmsFailedInstancePurge(stack, "l1", { engine: "rabbitmq" });
    new PortableBatchAction(stack, "purge", { allFailure: "rocketmq", allowDeletion: true });
  };
  const expected = [
    "  [eu-de/demo/kafka] allowDeletion is true. Allowed: false. Deletions are forbidden here: production.",
    '  [eu-de/demo/failed] FailedInstancePurge is "kafka". Allowed: no purge of failed creations. Deletions are forbidden here: production.',
    '  [eu-de/demo/l1] FailedInstancePurge is "rabbitmq". Allowed: no purge of failed creations. Deletions are forbidden here: production.',
    '  [eu-de/demo/purge] allFailure is "rocketmq". Allowed: no purge of failed creations. Deletions are forbidden here: production.',
    "  [eu-de/demo/purge] allowDeletion is true. Allowed: false. Deletions are forbidden here: production.",
  ];

  test("counts on the app", () => {
    expect(refusedBelow(everything, (app) => Aspects.of(app).add(production()))).toEqual(expected);
  });

  test("counts on a construct that holds stacks", () => {
    expect(refusedBelow(everything, (_, stack) => Aspects.of(stack.node.scope!).add(production()))).toEqual(expected);
  });

  test("reports once for two visits in the stack", () => {
    const forbid = (app: App, stack: TerraformStack) => {
      const aspect = production();
      for (const scope of [app, stack.node.scope!, stack]) Aspects.of(scope).add(aspect);
    };
    expect(refusedBelow(everything, forbid)).toEqual(expected);
  });

  test("counts with only portable batches, and in each stack separately", () => {
    const retire = (stack: TerraformStack) => {
      new NullProvider(stack, "null");
      new PortableBatchAction(stack, "retire", { action: "delete", instances: { orders }, allowDeletion: true });
    };
    const refusals = refusedBelow(retire, (app) => {
      Aspects.of(app).add(production());
      retire(new TerraformStack(app, "other"));
    });
    expect(refusals).toEqual([
      '  [eu-de/demo/retire] action is "delete". Allowed: "restart". Deletions are forbidden here: production.',
      "  [eu-de/demo/retire] allowDeletion is true. Allowed: false. Deletions are forbidden here: production.",
    ]);
  });

  test("works when an app is synthesized by cdktf", () => {
    const app = new App({ outdir: Testing.app().outdir, stackTraces: false });
    Aspects.of(app).add(new ForbidDeletions());
    everything(new TerraformStack(app, "demo"));
    expect(() => app.synth()).toThrow(
      "[demo/kafka] allowDeletion is true. Allowed: false. Deletions are forbidden here.",
    );
  });

  test("permits restarts", () => {
    const app = Testing.app();
    Aspects.of(app).add(production());
    const stack = new TerraformStack(app, "demo");
    new DmsProvider(stack, "dms");
    new InstanceLifecycle(stack, "kafka", { instances: { orders } });
    expect(() => Testing.synth(stack, true)).not.toThrow();
  });
});

describe("where deletions are forbidden, a portable batch", () => {
  const batch = (
    props: (scope: Construct) => PortableBatchActionProps,
    change: (made: PortableBatchAction) => void = () => undefined,
  ) =>
    refused((scope) => {
      new NullProvider(scope, "null");
      change(new PortableBatchAction(scope, "batch", props(scope)));
    });

  test("may not delete", () => {
    const message = batch(() => ({ action: "delete", instances: { orders }, allowDeletion: true, maxDeletions: 1 }));
    expect(message).toContain(
      '[demo/batch] action is "delete". Allowed: "restart". Deletions are forbidden here: produ',
    );
  });

  test("may not purge", () => {
    const message = batch(() => ({ allFailure: "kafka", allowDeletion: true }));
    expect(message).toContain(
      '[demo/batch] allFailure is "kafka". Allowed: no purge of failed creations. Deletions are',
    );
  });

  test("may not have consent for an action that only Terraform will know", () => {
    const message = batch((scope) => {
      const action = new TerraformVariable(scope, "action", { type: "string" }).stringValue;
      return { action, instances: { orders }, allowDeletion: true };
    });
    expect(message).toContain(
      "[demo/batch] allowDeletion is true. Allowed: false. Deletions are forbidden here: production",
    );
    expect(message).not.toContain("action is");
  });

  test("is judged by the written output, as is any resource that runs the command line", () => {
    const overridden = batch(
      () => ({ action: "restart", instances: { orders } }),
      ({ run }) => {
        const command = "npx dms-lifecycle batch --action delete --allow-deletion --instance a=b";
        run.addOverride("provisioner", [{ "local-exec": { command } }]);
      },
    );
    expect(overridden).toContain('[demo/batch] action is "delete".');
    const provisioners = [
      {
        type: "local-exec" as const,
        command: "node /opt/dms-lifecycle.cjs batch --all-failure kafka --allow-deletion",
      },
    ];
    const own = refused((scope) => new DataResource(scope, "own", { provisioners }));
    expect(own).toContain('[demo/own] allFailure is "kafka".');
  });

  test("may restart, and others may run any command", () => {
    const { resource } = synthesize((stack) => {
      Aspects.of(stack).add(new ForbidDeletions());
      new NullProvider(stack, "null");
      new PortableBatchAction(stack, "batch", { action: "restart", instances: { orders } });
      const provisioners = [{ type: "local-exec" as const, command: "make --allow-deletion delete" }];
      new DataResource(stack, "own", { provisioners });
    });
    expect(Object.keys(resource.null_resource ?? {})).toHaveLength(1);
  });
});
