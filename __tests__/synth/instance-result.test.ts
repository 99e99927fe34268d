import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import type { Construct } from "constructs";
import { DmsProvider, InstanceLifecycle, InstanceResult, PortableBatchAction } from "../../lib";
import { instanceLifecycleSchema } from "../../lib/provider/schemas/instance-lifecycle";
import { refusalOf, synthesize, type SynthesizedStack } from "../support/synth/stack";

const instances = { orders: { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34" } };
const fleet = (scope: Construct) => new InstanceLifecycle(scope, "kafka", { instances });
const batch = (scope: Construct) => {
  new NullProvider(scope, "null");
  const made = new PortableBatchAction(scope, "kafka", { action: "restart", instances });
  made.record.overrideLogicalId("results");
  return made;
};

describe("the result of one instance", () => {
  const { attributes } = instanceLifecycleSchema.attributes.results;
  const camel = (name: string) => name.replace(/_\w/g, (part) => part.slice(1).toUpperCase());

  test("has exactly the fields of the schema", () => {
    const getters = Object.entries(Object.getOwnPropertyDescriptors(InstanceResult.prototype))
      .filter(([, descriptor]) => Object.hasOwn(descriptor, "get"))
      .map(([name]) => name);
    expect(getters.sort()).toEqual(Object.keys(attributes).map(camel).sort());
  });

  test.each(Object.keys(attributes))("is null in each of its attributes before the first action: %s", (name) => {
    const { output } = synthesize((stack) => {
      const value = fleet(stack).resultOf("orders")[camel(name) as "result"];
      new TerraformOutput(stack, "out", { value });
    });
    expect(output.out?.value).toBe(`\${try(dms_instance_lifecycle.kafka.results["orders"].${name}, null)}`);
  });

  test("may be asked for by a name that only Terraform knows", () => {
    const { output } = synthesize((stack) => {
      const name = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
      new TerraformOutput(stack, "one", { value: fleet(stack).resultOf(name).result });
    });
    expect(output.one?.value).toBe("${try(dms_instance_lifecycle.kafka.results[var.name].result, null)}");
  });

  test("keeps special characters in its name", () => {
    const { output } = synthesize((stack) => {
      const kafka = fleet(stack);
      kafka.addInstance('a"b', { instanceId: "a" });
      new TerraformOutput(stack, "out", { value: kafka.resultOf('a"b').result });
    });
    expect(output.out?.value).toBe('${try(dms_instance_lifecycle.kafka.results["a\\"b"].result, null)}');
  });

  test("of a portable batch is refused for an undeclared name", () => {
    expect(refusalOf((scope) => batch(scope).resultOf("nobody"))).toContain(
      'PortableBatchAction "demo/kafka" has invalid input:\n- resultOf is "nobody". Allowed: "orders".',
    );
  });

  test("of a purge's batch is read by the service's name, which is unknown at synth", () => {
    const { output } = synthesize((stack) => {
      new NullProvider(stack, "null");
      const purge = new PortableBatchAction(stack, "purge", { allFailure: "kafka", allowDeletion: true });
      purge.record.overrideLogicalId("results");
      new TerraformOutput(stack, "out", { value: purge.resultOf("half-made").leftAt });
    });
    expect(output.out?.value).toBe('${try(terraform_data.results.output["half-made"].left_at, null)}');
  });
});

describe("another stack", () => {
  /** The files of a stack with the results and of one that refers to them. */
  const synthesizeBoth = (declare: (scope: Construct) => InstanceLifecycle | PortableBatchAction) => {
    const app = Testing.app();
    const [source, target] = [new TerraformStack(app, "source"), new TerraformStack(app, "target")];
    new DmsProvider(source, "dms");
    const results = declare(source);
    new TerraformOutput(target, "out", { value: results.resultOf("orders").result });
    new TerraformOutput(target, "open", { value: results.unfinished });
    for (const stack of [source, target]) stack.prepareStack();
    return [source, target].map((stack) => JSON.parse(Testing.synth(stack)) as SynthesizedStack);
  };

  test.each<[string, (scope: Construct) => InstanceLifecycle | PortableBatchAction, string]>([
    ["lifecycle", fleet, "dms_instance_lifecycle.kafka.results"],
    ["portable batch", batch, "terraform_data.results.output"],
  ])("is given all results of a %s, and looks for one among them itself", (_, declare, results) => {
    const [source, target] = synthesizeBoth(declare);
    const values = Object.values(source?.output ?? {}).map(({ value }) => value);
    expect(values).toContain(`\${${results}}`);
    expect(values).toHaveLength(2);
    expect(target?.output.out?.value).toMatch(
      /^\$\{try\(data\.terraform_remote_state\.[\w-]+\.outputs\.cross-stack-output-[\w-]+\["orders"\]\.result, null\)\}$/,
    );
  });
});
