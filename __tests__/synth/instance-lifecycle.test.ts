import { TerraformOutput, TerraformVariable, Token, ref } from "cdktf";
import { DmsProvider, InstanceLifecycle } from "../../lib";
import { refusalOf, synthesize } from "../support/synth/stack";

const orders = { instanceId: "54602a9d-5e22-4239-9123-77e350df4a34", restartTriggers: { config: "v1" } };
const audit = { instanceId: "7166cdea-dbad-4d79-9610-7163e6f8b640" };

describe("an instance lifecycle", () => {
  test("becomes one resource with every prop under Terraform's name, and reports instead of failing", () => {
    const { resource } = synthesize((stack) => {
      new InstanceLifecycle(stack, "kafka", {
        instances: { orders, audit: { ...audit, desiredState: "deleted" } },
        restartOnCreate: true,
        restartUnhealthy: true,
        onMissing: "forget",
        onForget: "error",
        allowDeletion: true,
        maxDeletions: 1,
        forceDelete: false,
        rollout: { maxUnavailable: "25%", canary: 1, maxFailures: "1", pauseBetween: "30s", minReadyTime: "1m" },
        readyTimeout: "15m",
        timeouts: { create: "30m", update: "1h30m" },
      });
    });
    expect(resource.dms_instance_lifecycle).toEqual({
      kafka: {
        instances: {
          orders: { instance_id: orders.instanceId, restart_triggers: { config: "v1" } },
          audit: { instance_id: audit.instanceId, desired_state: "deleted" },
        },
        restart_on_create: true,
        restart_unhealthy: true,
        on_missing: "forget",
        on_forget: "error",
        allow_deletion: true,
        max_deletions: 1,
        force_delete: false,
        rollout: {
          max_unavailable: "25%",
          canary: 1,
          max_failures: "1",
          pause_between: "30s",
          min_ready_time: "1m",
        },
        ready_timeout: "15m",
        timeouts: { create: "30m", update: "1h30m" },
        on_failure: "report",
      },
    });
  });

  test("leaves out absent props, so that the provider's defaults apply", () => {
    const { resource } = synthesize((stack) => {
      new InstanceLifecycle(stack, "kafka", { instances: { audit }, readyTimeout: undefined });
    });
    expect(resource.dms_instance_lifecycle).toEqual({
      kafka: { instances: { audit: { instance_id: audit.instanceId } }, on_failure: "report" },
    });
  });

  test("fails the deploy through a gate on unfinished instances", () => {
    const { resource } = synthesize((stack) => {
      new InstanceLifecycle(stack, "kafka", { instances: { audit } });
    });
    const gates = Object.values(resource.terraform_data ?? {});
    expect(gates).toHaveLength(1);
    expect(gates[0]).toMatchObject({
      lifecycle: {
        precondition: [
          {
            condition: "${length(dms_instance_lifecycle.kafka.unfinished) == 0}",
            error_message: expect.stringContaining("for name in dms_instance_lifecycle.kafka.unfinished") as string,
          },
        ],
      },
    });
  });

  test("keeps its gate on the resource when that is given another address", () => {
    const { resource } = synthesize((stack) => {
      new InstanceLifecycle(stack, "kafka", { instances: { audit } }).resource.overrideLogicalId("brokers");
    });
    const [gate] = Object.values(resource.terraform_data ?? {});
    expect(JSON.stringify(gate)).toContain("length(dms_instance_lifecycle.brokers.unfinished) == 0");
    expect(JSON.stringify(gate)).not.toContain("dms_instance_lifecycle.kafka");
  });

  test("makes its dependents wait for its gate", () => {
    const { resource } = synthesize((stack) => {
      const first = new InstanceLifecycle(stack, "first", { instances: { audit } });
      new InstanceLifecycle(stack, "second", { instances: { orders }, dependsOn: [first] });
    });
    const gateName = Object.keys(resource.terraform_data ?? {}).find((name) => name.startsWith("first_gate")) ?? "none";
    expect(resource.dms_instance_lifecycle?.second?.depends_on).toEqual([`terraform_data.${gateName}`]);
  });

  test("takes instances one by one, also in addition to those in its props", () => {
    const { resource } = synthesize((stack) => {
      const lifecycle = new InstanceLifecycle(stack, "kafka", { instances: { audit } });
      lifecycle.addInstance("orders", orders);
    });
    expect(resource.dms_instance_lifecycle?.kafka?.instances).toEqual({
      audit: { instance_id: audit.instanceId },
      orders: { instance_id: orders.instanceId, restart_triggers: { config: "v1" } },
    });
  });

  test("uses the provider it is given", () => {
    const { resource } = synthesize((stack) => {
      const provider = new DmsProvider(stack, "other-region", { alias: "nl", region: "eu-nl" });
      new InstanceLifecycle(stack, "kafka", { instances: { audit }, provider });
    });
    expect(resource.dms_instance_lifecycle?.kafka?.provider).toBe("dms.nl");
  });
});

describe("the values that a lifecycle offers to the rest of the stack", () => {
  const outputs = (value: (lifecycle: InstanceLifecycle) => unknown) =>
    synthesize((stack) => {
      const lifecycle = new InstanceLifecycle(stack, "kafka", { instances: { orders, 'a"b': audit } });
      new TerraformOutput(stack, "out", { value: value(lifecycle) });
    }).output.out?.value;

  test.each<[string, (lifecycle: InstanceLifecycle) => unknown, string]>([
    ["results", (kafka) => kafka.results, "${dms_instance_lifecycle.kafka.results}"],
    ["planned actions", (kafka) => kafka.plannedActions, "${dms_instance_lifecycle.kafka.planned_actions}"],
    ["observed", (kafka) => kafka.observed, "${dms_instance_lifecycle.kafka.observed}"],
    ["unfinished", (kafka) => kafka.unfinished, "${dms_instance_lifecycle.kafka.unfinished}"],
    [
      "one planned action",
      (kafka) => kafka.plannedActions.get(0).instanceId,
      "${dms_instance_lifecycle.kafka.planned_actions[0].instance_id}",
    ],
    [
      "one observed instance, its key in quotes",
      (kafka) => kafka.observed.get("orders").status,
      '${dms_instance_lifecycle.kafka.observed["orders"].status}',
    ],
    [
      "a key with a quote in it",
      (kafka) => kafka.observed.get('a"b').status,
      '${dms_instance_lifecycle.kafka.observed["a\\"b"].status}',
    ],
  ])("%s", (_, value, expected) => {
    expect(outputs(value)).toBe(expected);
  });

  test("the result of one instance is null, not an error, before the first action", () => {
    expect(outputs((kafka) => kafka.resultOf("orders").result)).toBe(
      '${try(dms_instance_lifecycle.kafka.results["orders"].result, null)}',
    );
    expect(outputs((kafka) => kafka.resultOf("orders").wave)).toBe(
      '${try(dms_instance_lifecycle.kafka.results["orders"].wave, null)}',
    );
  });

  test("the result of an undeclared instance is refused with the declared names", () => {
    expect(() => outputs((kafka) => kafka.resultOf("order"))).toThrow(
      'InstanceLifecycle "demo/kafka" has invalid input:\n- resultOf is "order". Allowed: "orders", "a\\"b".',
    );
  });
});

describe("values only Terraform knows", () => {
  test("pass through wherever they stand", () => {
    const { resource } = synthesize((stack) => {
      const text = new TerraformVariable(stack, "text", { type: "string" });
      const number = new TerraformVariable(stack, "number", { type: "number" });
      const flag = new TerraformVariable(stack, "flag", { type: "bool" });
      const triggers = new TerraformVariable(stack, "triggers", { type: "map(string)" });
      new InstanceLifecycle(stack, "kafka", {
        instances: {
          orders: {
            instanceId: text.stringValue,
            desiredState: text.stringValue,
            restartTriggers: { config: text.stringValue },
          },
          audit: { instanceId: `${text.stringValue}-audit`, restartTriggers: Token.asStringMap(triggers.value) },
        },
        allowDeletion: flag.booleanValue,
        maxDeletions: number.numberValue,
        onMissing: text.stringValue,
        readyTimeout: text.stringValue,
        rollout: { maxUnavailable: text.stringValue, canary: number.numberValue, pauseBetween: text.stringValue },
        timeouts: { update: text.stringValue },
      });
    });
    expect(resource.dms_instance_lifecycle?.kafka).toEqual({
      instances: {
        orders: {
          instance_id: "${var.text}",
          desired_state: "${var.text}",
          restart_triggers: { config: "${var.text}" },
        },
        audit: { instance_id: "${var.text}-audit", restart_triggers: "${var.triggers}" },
      },
      allow_deletion: "${var.flag}",
      max_deletions: "${var.number}",
      on_missing: "${var.text}",
      ready_timeout: "${var.text}",
      rollout: { max_unavailable: "${var.text}", canary: "${var.number}", pause_between: "${var.text}" },
      timeouts: { update: "${var.text}" },
      on_failure: "report",
    });
  });

  test("may be an expression for all instances, to which none can be added then", () => {
    const { resource } = synthesize((stack) => {
      new InstanceLifecycle(stack, "kafka", { instances: ref("local.fleet") });
    });
    expect(resource.dms_instance_lifecycle?.kafka?.instances).toBe("${local.fleet}");
    expect(
      refusalOf((scope) =>
        new InstanceLifecycle(scope, "kafka", { instances: ref("local.fleet") }).addInstance("a", audit),
      ),
    ).toContain('the name for addInstance is "a". Allowed: instances as an object');
  });
});
