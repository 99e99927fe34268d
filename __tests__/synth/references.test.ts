import { Fn, Lazy, TerraformProvider, TerraformStack, TerraformVariable, Testing, Token, ref } from "cdktf";
import type { Construct } from "constructs";
import { DataDmsInstance, DmsProvider, FailedInstancePurge, InstanceLifecycle } from "../../lib";
import { refusalOf, synthesize } from "../support/synth/stack";

const orders = { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" };
const audit = { instanceId: "7166cdea-dbad-4d79-9610-7163e6f8b640" };

function otherStack(scope: { readonly node: { readonly root: unknown } }): TerraformStack {
  return new TerraformStack(scope.node.root as never, "other");
}

describe("a provider", () => {
  test("of another stack is refused", () => {
    const message = refusalOf((scope) => {
      const provider = new DmsProvider(otherStack(scope), "nl", { alias: "nl" });
      new InstanceLifecycle(scope, "kafka", { instances: { orders }, provider });
    });
    expect(message).toContain(
      'InstanceLifecycle "demo/kafka" has invalid input:\n- provider is "other/nl". Allowed: a DmsProvider of the stack "demo" itself.',
    );
  });

  test("of something else is refused", () => {
    class Other extends TerraformProvider {}
    const message = refusalOf((scope) => {
      const provider = new Other(scope, "null", { terraformResourceType: "null" });
      new FailedInstancePurge(scope, "failed", { engine: "kafka", provider });
    });
    expect(message).toContain('provider is "demo/null". Allowed: a DmsProvider; this is one of null.');
  });

  test("with the alias of another, or like another without any, is refused", () => {
    expect(refusalOf((scope) => new DmsProvider(scope, "second"))).toContain(
      'DmsProvider "demo/second" has invalid input:\n- alias is undefined. Allowed: an alias that no other DmsProvider of the stack has; "demo/dms" has the same.',
    );
    const twins = refusalOf((scope) => {
      for (const id of ["one", "two"]) new DmsProvider(scope, id, { alias: "nl" });
    });
    expect(twins).toContain('alias is "nl". Allowed: an alias that no other DmsProvider of the stack has; "demo/one"');
  });

  test("with the alias of a provider from the project's own bindings is refused at synth, also if that one came later", () => {
    class OwnBinding extends TerraformProvider {
      public constructor(scope: Construct) {
        super(scope, "own", {
          terraformResourceType: "dms",
          terraformProviderSource: "npm.invalid/cdktf-dms-lifecycle/dms",
        });
      }
      public override get alias() {
        return "nl";
      }
      protected override synthesizeAttributes(): Record<string, unknown> {
        return { alias: this.alias };
      }
    }
    const declare = (scope: Construct) => [new DmsProvider(scope, "second", { alias: "nl" }), new OwnBinding(scope)];
    expect(refusalOf(declare)).toContain(
      '[demo/second] alias is "nl". Allowed: an alias that no other DmsProvider of the stack has; "demo/own" has the same',
    );
  });

  test("with the alias of one that was taken out of the stack is accepted", () => {
    const { provider } = synthesize((stack) => {
      new DmsProvider(stack, "nl", { alias: "nl", region: "eu-de" });
      stack.node.tryRemoveChild("nl");
      new DmsProvider(stack, "nl", { alias: "nl", region: "eu-nl" });
    });
    expect(provider["dms"]).toEqual([expect.anything(), expect.objectContaining({ alias: "nl", region: "eu-nl" })]);
  });

  test("that is missing is refused, by cdktf", () => {
    const stack = new TerraformStack(Testing.app(), "demo");
    new InstanceLifecycle(stack, "kafka", { instances: { orders } });
    expect(() => Testing.synth(stack, true)).toThrow(/Found resources without a matching provider/);
  });
});

describe("a dependency", () => {
  test("on another stack is refused with the way to express it", () => {
    const message = refusalOf((scope) => {
      const brokers = new InstanceLifecycle(otherStack(scope), "brokers", { instances: { audit } });
      new InstanceLifecycle(scope, "consumers", { instances: { orders }, dependsOn: [brokers] });
    });
    expect(message).toContain(
      'dependsOn is "other/brokers". Allowed: a construct of the stack "demo" itself. To deploy "other" first, call addDependency on this stack.',
    );
  });

  test("on a purge waits for it", () => {
    const { resource } = synthesize((stack) => {
      const purge = new FailedInstancePurge(stack, "failed", { engine: "kafka" });
      new InstanceLifecycle(stack, "kafka", { instances: { orders }, dependsOn: [purge] });
    });
    expect(resource.dms_instance_lifecycle?.kafka?.depends_on).toEqual(["dms_failed_instance_purge.failed"]);
  });
});

describe("an instance that two fleets of a stack declare", () => {
  test("is refused in both", () => {
    const message = refusalOf((scope) => {
      new InstanceLifecycle(scope, "brokers", { instances: { audit, orders } });
      new InstanceLifecycle(scope, "consumers", { instances: { theirs: orders } });
    });
    expect(message).toContain(
      '[demo/brokers] instances["orders"].instanceId is "54602a9d-5e22-4239-9123-77e350df4a34". Allowed: an id that no other fleet of the stack declares; "demo/consumers" does.',
    );
    expect(message).toContain('[demo/consumers] instances["theirs"].instanceId is');
    expect(message).not.toContain("audit");
  });

  test("is fine through two providers: it is another one there", () => {
    const { resource } = synthesize((stack) => {
      const provider = new DmsProvider(stack, "nl", { alias: "nl" });
      new InstanceLifecycle(stack, "de", { instances: { orders } });
      new InstanceLifecycle(stack, "nl-fleet", { instances: { orders }, provider });
    });
    expect(Object.keys(resource.dms_instance_lifecycle ?? {})).toHaveLength(2);
  });
});

describe("an instance that is looked up by name", () => {
  const byName = (scope: Construct) => new DataDmsInstance(scope, "legacy", { name: "kafka-legacy" });

  test("is declared by the id that was found", () => {
    const { resource } = synthesize((stack) => {
      new InstanceLifecycle(stack, "kafka").addInstance("legacy", { instanceId: byName(stack).instanceId });
    });
    expect(resource.dms_instance_lifecycle?.kafka?.instances).toEqual({
      legacy: { instance_id: "${data.dms_instance.legacy.instance_id}" },
    });
  });

  test("is not deleted, because its lookup would fail every plan afterwards", () => {
    const message = refusalOf((scope) => {
      const instanceId = byName(scope).instanceId;
      const instances = { legacy: { instanceId, desiredState: "deleted" } };
      new InstanceLifecycle(scope, "kafka", { allowDeletion: true, maxDeletions: 1, instances });
    });
    expect(message).toContain(
      '[demo/kafka] instances["legacy"].desiredState is "deleted". Allowed: "running", because "demo/legacy" looks its id up by name, which fails when it is gone. To delete it, write its id down.',
    );
  });

  test("may be deleted when the id itself was looked up, or comes from elsewhere", () => {
    const { resource } = synthesize((stack) => {
      const byId = new DataDmsInstance(stack, "one", { instanceId: audit.instanceId }).instanceId;
      const variable = new TerraformVariable(stack, "id", { type: "string" }).stringValue;
      new InstanceLifecycle(stack, "kafka", {
        allowDeletion: true,
        maxDeletions: 2,
        instances: {
          one: { instanceId: byId, desiredState: "deleted" },
          two: { instanceId: variable, desiredState: "deleted" },
        },
      });
    });
    expect(Object.keys(resource.dms_instance_lifecycle?.kafka?.instances ?? {})).toEqual(["one", "two"]);
  });
});

describe("triggers of a whole fleet", () => {
  const instancesWith = (common: Readonly<Record<string, string>>) =>
    synthesize((stack) => {
      const fleet = new InstanceLifecycle(stack, "kafka", { restartTriggers: common, instances: { audit } });
      fleet.addInstance("orders", { ...orders, restartTriggers: { config: "b" } });
    }).resource.dms_instance_lifecycle?.kafka;

  test("are those of every instance, wherever it was declared; the instance's own win", () => {
    expect(instancesWith({ version: "3.6", config: "a" })).toEqual({
      instances: {
        audit: { instance_id: audit.instanceId, restart_triggers: { version: "3.6", config: "a" } },
        orders: { instance_id: orders.instanceId, restart_triggers: { version: "3.6", config: "b" } },
      },
      on_failure: "report",
    });
  });

  test("are merged by Terraform when only it knows them", () => {
    expect(instancesWith(Token.asStringMap(ref("local.common")))?.instances).toEqual({
      audit: { instance_id: audit.instanceId, restart_triggers: "${local.common}" },
      orders: { instance_id: orders.instanceId, restart_triggers: '${merge(local.common, {"config" = "b"})}' },
    });
  });
});

describe("triggers that are known when the stack is written", () => {
  const lazily = (triggers: Readonly<Record<string, string>>) =>
    Token.asStringMap(Lazy.anyValue({ produce: () => triggers }));
  const merged = (
    common: Readonly<Record<string, string>>,
    own: Readonly<Record<string, string>>,
    declare: (stack: TerraformStack) => void = () => undefined,
  ) => {
    const { resource } = synthesize((stack) => {
      declare(stack);
      const instances = { audit: { ...audit, restartTriggers: own } };
      new InstanceLifecycle(stack, "kafka", { restartTriggers: common, instances });
    });
    return (resource.dms_instance_lifecycle?.kafka?.instances as Record<string, Record<string, unknown>>).audit
      ?.restart_triggers;
  };

  test("are merged then, wherever they are; the instance's own win", () => {
    const expected = { version: "3.6", config: "own" };
    expect(merged(lazily({ version: "3.6", config: "common" }), { config: "own" })).toEqual(expected);
    expect(merged({ version: "3.6", config: "common" }, lazily({ config: "own" }))).toEqual(expected);
    expect(merged(lazily({ version: "3.6", config: "common" }), lazily({ config: "own" }))).toEqual(expected);
    expect(merged(lazily(lazily({ version: "3.6" })), { config: "own" })).toEqual(expected);
  });

  test("keep the expressions among their values", () => {
    const config = Token.asString(ref("var.config"));
    expect(merged(lazily({ config }), { version: "3.6" })).toEqual({ config: "${var.config}", version: "3.6" });
  });

  test("are merged by Terraform with those that it alone knows", () => {
    const theirs = Token.asStringMap(ref("local.theirs"));
    const config = Token.asString(ref("var.config"));
    expect(merged(lazily({ version: "3.6", config }), theirs)).toBe(
      '${merge({"version" = "3.6", "config" = var.config}, local.theirs)}',
    );
    expect(merged(theirs, lazily({ version: "3.6" }))).toBe('${merge(local.theirs, {"version" = "3.6"})}');
    expect(merged(theirs, Token.asStringMap(Fn.merge([ref("local.a"), { b: "1" }])))).toBe(
      '${merge(local.theirs, merge(local.a, {"b" = "1"}))}',
    );
  });
});
