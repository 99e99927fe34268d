import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { App, TerraformStack, Testing, Token, ref } from "cdktf";
import { Construct } from "constructs";
import {
  DmsProvider,
  FailedInstancePurge,
  InstanceLifecycle,
  PortableBatchAction,
  acknowledgeWarning,
  type PortableBatchActionProps,
} from "../../lib";
import { refusalOf, synthesize, warningsBelow, warningsOf } from "../support/synth/stack";

const id = "54602a9d-5e22-4239-9123-77e350df4a34";
const instances = { orders: { instanceId: id } };

const batch = (scope: Construct, name: string, props: Partial<PortableBatchActionProps> = {}) =>
  new PortableBatchAction(scope, name, { action: "restart", instances, ...props });
const purgeBatch = (scope: Construct, name: string, props: Partial<PortableBatchActionProps> = {}) =>
  new PortableBatchAction(scope, name, { allFailure: "kafka", allowDeletion: true, maxDeletions: 1, ...props });

/** The warnings of a stack with both providers. */
const warnings = (declare: (stack: TerraformStack) => void) =>
  warningsOf((stack) => {
    new NullProvider(stack, "null");
    declare(stack);
  });

describe("an instance of a portable batch is warned of", () => {
  test("when another batch has it, in both, in any letter case", () => {
    const found = warnings((stack) => {
      batch(stack, "nightly");
      batch(stack, "weekly", { instances: { theirs: id.toUpperCase(), other: "b-1" } });
    });
    expect(found).toEqual([
      expect.stringMatching(
        /^demo\/nightly: orders \(54602a9d.*\) is declared by "demo\/weekly" too: .*\. \[ack: dms:instance-in-two-batches\]$/,
      ),
      expect.stringMatching(/^demo\/weekly: theirs \(54602A9D.*\) is declared by "demo\/nightly" too: /),
    ]);
  });

  test("when a lifecycle has it, also in another stack, at the batch", () => {
    const app = Testing.app();
    const [one, two] = [new TerraformStack(app, "one"), new TerraformStack(app, "two")];
    for (const stack of [one, two]) new DmsProvider(stack, "dms");
    new NullProvider(two, "null");
    new InstanceLifecycle(one, "kafka", { instances });
    new InstanceLifecycle(two, "audit", { instances: { audit: { instanceId: "a-1" } } });
    batch(two, "nightly");
    for (const stack of [one, two]) Testing.synth(stack, true);
    expect(warningsBelow(app)).toEqual([
      expect.stringMatching(
        /^two\/nightly: orders .* is declared by "one\/kafka" too: .*dms:instance-in-two-batches\]$/,
      ),
    ]);
  });

  test("but not when that is acknowledged, is elsewhere, or is known only to Terraform", () => {
    const open = Token.asString(ref("var.id"));
    const found = warnings((stack) => {
      batch(stack, "nightly", { region: "eu-de" });
      batch(stack, "north", { region: "eu-nl" });
      batch(stack, "one", { instances: { orders: open } });
      batch(stack, "two", { instances: { orders: open } });
    });
    expect(found).toEqual([]);
    const acknowledged = warnings((stack) => {
      acknowledgeWarning(stack, "dms:instance-in-two-batches", "One waits for the other.");
      batch(stack, "second", { dependsOn: [batch(stack, "first")] });
    });
    expect(acknowledged).toEqual([]);
  });
});

describe("a construct that was taken out of the tree again", () => {
  test("overlaps with nothing", () => {
    const found = warnings((stack) => {
      batch(stack, "nightly");
      batch(new Construct(stack, "old"), "weekly");
      purgeBatch(stack, "failed");
      purgeBatch(stack, "gone");
      for (const id of ["old", "gone"]) stack.node.tryRemoveChild(id);
    });
    expect(found).toEqual([]);
  });
});

describe("two projects of one provider", () => {
  test("may each have a purge of an engine, and a fleet", () => {
    const { resource } = synthesize((stack) => {
      for (const projectId of ["p1", "p2", undefined]) {
        const suffix = projectId ?? "default";
        new FailedInstancePurge(stack, `failed-${suffix}`, { engine: "kafka", projectId });
        new InstanceLifecycle(stack, `fleet-${suffix}`, { projectId, instances: { a: { instanceId: `a-${suffix}` } } });
      }
      new InstanceLifecycle(stack, "named", { projectName: "eu-nl_a", region: "eu-nl", instances });
    });
    expect(Object.values(resource.dms_failed_instance_purge ?? {})).toMatchObject([
      { engine: "kafka" },
      { project_id: "p1" },
      { project_id: "p2" },
    ]);
    expect(Object.values(resource.dms_instance_lifecycle ?? {}).at(-1)).toMatchObject({
      project_name: "eu-nl_a",
      region: "eu-nl",
    });
  });

  test("are given by an id or by a name, not both", () => {
    const declare = (props: object) => (stack: Construct) => {
      new InstanceLifecycle(stack, "fleet", { instances, ...props });
    };
    expect(refusalOf(declare({ projectId: "p1", projectName: "a" }))).toContain(
      'projectName is "a". Allowed: nothing beside projectId: one of the two names the project.',
    );
    expect(refusalOf(declare({ projectId: "a/b" }))).toContain(
      'projectId is "a/b". Allowed: a string of up to 64 letters',
    );
  });
});

describe("two purges of an engine", () => {
  const purge = (scope: Construct, name: string, engine = "kafka", provider?: DmsProvider) =>
    new FailedInstancePurge(scope, name, { engine, provider });

  test("are refused in one stack, both", () => {
    const message = refusalOf((scope) => {
      for (const name of ["one", "two"]) purge(scope, name);
      purge(scope, "three", "rabbitmq");
    });
    expect(message).toContain(
      '[demo/one] engine is "kafka". Allowed: an engine that no other purge of the stack has; "demo/two" purges it already.',
    );
    expect(message).toContain('[demo/two] engine is "kafka".');
    expect(message).not.toContain("demo/three");
  });

  test("are fine through two providers, in two stacks, and where only Terraform knows the engine", () => {
    const { resource } = synthesize((stack) => {
      const engine = Token.asString(ref("var.engine"));
      purge(stack, "de");
      purge(stack, "nl", "kafka", new DmsProvider(stack, "nl-provider", { alias: "nl" }));
      for (const name of ["one", "two"]) purge(stack, name, engine);
      purge(new TerraformStack(App.of(stack), "other"), "de");
    });
    expect(Object.keys(resource.dms_failed_instance_purge ?? {})).toEqual(["de", "nl", "one", "two"]);
  });

  test("are warned of at the batch when one of them is a portable batch", () => {
    const found = warnings((stack) => {
      purge(stack, "failed");
      purgeBatch(stack, "batch");
      purgeBatch(stack, "rabbit", { allFailure: "rabbitmq" });
    });
    expect(found).toEqual([
      'demo/batch: "demo/failed" purges kafka too, and neither knows the other. Keep one of them. [ack: dms:engine-purged-twice]',
    ]);
    const twice = warnings((stack) => {
      purgeBatch(stack, "one", { projectId: "p1" });
      purgeBatch(stack, "two", { projectId: "p1" });
      purgeBatch(stack, "three", { projectId: "p2" });
    });
    expect(twice.map((text) => text.slice(0, 28))).toEqual([
      'demo/one: "demo/two" purges ',
      'demo/two: "demo/one" purges ',
    ]);
  });
});
