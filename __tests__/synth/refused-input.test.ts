import { ref } from "cdktf";
import {
  DmsProvider,
  type DmsProviderProps,
  FailedInstancePurge,
  type FailedInstancePurgeProps,
  InstanceLifecycle,
  type InstanceLifecycleProps,
  type LifecycleInstance,
} from "../../lib";
import { refusalOf, synthesize } from "../support/synth/stack";

const id = "54602a9d-5e22-4239-9123-77e350df4a34";
const one = { instances: { orders: { instanceId: id } } };

// Programs in plain JavaScript can pass anything.
const wrong = (value: unknown) => value as never;

describe("an instance lifecycle refuses, with its path, the received value and the allowed ones,", () => {
  test.each<[string, InstanceLifecycleProps, string]>([
    ["no instances", {}, "instances is {}. Allowed: at least one instance, here or through addInstance."],
    ["an empty map of instances", { instances: {} }, "instances is {}. Allowed: at least one instance"],
    [
      "an instance that is nothing",
      { instances: { orders: wrong(null) } },
      'instances["orders"] is null. Allowed: an object',
    ],
    [
      "a name that is empty",
      { instances: { "": { instanceId: id } } },
      'a key of instances is "". Allowed: a non-empty string',
    ],
    [
      "an id that is empty",
      { instances: { orders: { instanceId: "" } } },
      'instances["orders"].instanceId is "". Allowed: the id',
    ],
    [
      "no id",
      { instances: { orders: wrong({}) } },
      'instances["orders"].instanceId is undefined. Allowed: the id of an instance.',
    ],
    [
      "an id that is undefined",
      { instances: { orders: wrong({ instanceId: undefined }) } },
      'instances["orders"].instanceId is undefined. Allowed: the id of an instance.',
    ],
    [
      "an id that is null",
      { instances: { orders: wrong({ instanceId: null }) } },
      'instances["orders"].instanceId is null. Allowed: the id of an instance.',
    ],
    [
      "an id with a slash",
      { instances: { orders: { instanceId: "a/b" } } },
      'instances["orders"].instanceId is "a/b".',
    ],
    [
      "the same id twice",
      { instances: { orders: { instanceId: id }, audit: { instanceId: id } } },
      `instances["audit"].instanceId is "${id}". Allowed: an id that no other instance has; instances["orders"] has it too.`,
    ],
    [
      "another state",
      { instances: { orders: { instanceId: id, desiredState: "stopped" } } },
      'instances["orders"].desiredState is "stopped". Allowed: "running", "deleted".',
    ],
    [
      "a trigger that is not a text",
      { instances: { orders: { instanceId: id, restartTriggers: wrong({ version: 3 }) } } },
      'instances["orders"].restartTriggers["version"] is 3. Allowed: a string.',
    ],
    [
      "a trigger that is there only sometimes",
      { instances: { orders: { instanceId: id, restartTriggers: wrong({ config: undefined }) } } },
      'instances["orders"].restartTriggers["config"] is undefined. Allowed: a string.',
    ],
    [
      "a mistyped prop of an instance",
      { instances: { orders: wrong({ instanceId: id, restartTrigger: { v: "1" } }) } },
      'instances["orders"].restartTrigger is {"v":"1"}. Allowed: one of instanceId, desiredState, restartTriggers.',
    ],
    [
      "a mistyped prop",
      wrong({ ...one, restartUnhealty: true }),
      "restartUnhealty is true. Allowed: one of instances, ",
    ],
    [
      "a mistyped prop of the rollout",
      { ...one, rollout: wrong({ maxUnavailible: "1" }) },
      "rollout.maxUnavailible is",
    ],
    ["a mistyped time", { ...one, timeouts: wrong({ delete: "1m" }) }, "timeouts.delete is"],
    [
      "a trigger of the fleet that is not a text",
      { ...one, restartTriggers: wrong({ version: 3 }) },
      'restartTriggers["version"] is 3. Allowed: a string.',
    ],
    [
      "triggers of the fleet for instances that are an expression",
      { instances: ref("local.fleet"), restartTriggers: { version: "3" } },
      "Allowed: nothing, because the instances are an expression",
    ],
    [
      "triggers that are no map",
      { instances: { orders: { instanceId: id, restartTriggers: wrong("v1") } } },
      'instances["orders"].restartTriggers is "v1". Allowed: an object with string values.',
    ],
    [
      "a deletion without consent",
      { instances: { orders: { instanceId: id, desiredState: "deleted" } } },
      'instances["orders"].desiredState is "deleted". Allowed: "running", unless allowDeletion is true',
    ],
    [
      "a deletion with consent withheld",
      { allowDeletion: false, instances: { orders: { instanceId: id, desiredState: "deleted" } } },
      "unless allowDeletion is true: deletion destroys data without backup.",
    ],
    [
      "more deletions than allowed",
      {
        allowDeletion: true,
        maxDeletions: 1,
        instances: {
          a: { instanceId: "a-1", desiredState: "deleted" },
          b: { instanceId: "b-1", desiredState: "deleted" },
        },
      },
      "maxDeletions is 1. Allowed: 2 or more, because that many instances are declared deleted (a, b).",
    ],
    ["a negative limit", { ...one, maxDeletions: -1 }, "maxDeletions is -1. Allowed: a whole number, 0 or more."],
    ["half a deletion", { ...one, maxDeletions: 0.5 }, "maxDeletions is 0.5."],
    [
      "another answer to missing",
      { ...one, onMissing: "ignore" },
      'onMissing is "ignore". Allowed: "error", "forget".',
    ],
    ["another answer to forgetting", { ...one, onForget: "forget" }, 'onForget is "forget". Allowed: "warn", "error".'],
    [
      "consent that is not a flag",
      { ...one, allowDeletion: wrong("yes") },
      'allowDeletion is "yes". Allowed: true or false.',
    ],
    [
      "a duration in words",
      { ...one, readyTimeout: "20 minutes" },
      'readyTimeout is "20 minutes". Allowed: a duration such as "90s", "20m" or "1h30m", longer than zero.',
    ],
    ["no time at all", { ...one, readyTimeout: "0s" }, 'readyTimeout is "0s".'],
    ["a number as duration", { ...one, timeouts: { update: wrong(60) } }, "timeouts.update is 60."],
    ["a time for creation in words", { ...one, timeouts: { create: "soon" } }, 'timeouts.create is "soon".'],
    ["a negative pause", { ...one, rollout: { pauseBetween: "-5s" } }, 'rollout.pauseBetween is "-5s".'],
    ["an unclear readiness", { ...one, rollout: { minReadyTime: "1" } }, 'rollout.minReadyTime is "1".'],
    [
      "a readiness nobody could reach in time",
      { ...one, rollout: { minReadyTime: "60s" }, readyTimeout: "1m" },
      'rollout.minReadyTime is "60s". Allowed: a time shorter than readyTimeout, which is "1m".',
    ],
    [
      "one that nobody could reach in the time there is by default",
      { ...one, rollout: { minReadyTime: "20m" } },
      'rollout.minReadyTime is "20m". Allowed: a time shorter than readyTimeout, which is "20m".',
    ],
    [
      "a rollout that may do nothing",
      { ...one, rollout: { maxUnavailable: "0" } },
      'rollout.maxUnavailable is "0". Allowed: a number of instances such as "1", or a share from "1%" to "100%".',
    ],
    ["more than all", { ...one, rollout: { maxUnavailable: "110%" } }, 'rollout.maxUnavailable is "110%".'],
    ["an amount that is not a text", { ...one, rollout: { maxUnavailable: wrong(2) } }, "rollout.maxUnavailable is 2."],
    ["an unclear failure budget", { ...one, rollout: { maxFailures: "few" } }, 'rollout.maxFailures is "few".'],
    [
      "half a canary",
      { ...one, rollout: { canary: 1.5 } },
      "rollout.canary is 1.5. Allowed: a whole number, 0 or more.",
    ],
  ])("%s", (_, props, expected) => {
    const message = refusalOf((scope) => new InstanceLifecycle(scope, "kafka", props));
    expect(message).toContain("demo/kafka");
    expect(message).toContain(expected);
  });

  test("all that is wrong with the props at once", () => {
    const message = refusalOf(
      (scope) =>
        new InstanceLifecycle(scope, "kafka", { ...one, onMissing: "no", readyTimeout: "no", maxDeletions: -1 }),
    );
    expect(message.split("\n")).toHaveLength(4);
  });

  test("an invalid ready time once, and not again for its length", () => {
    const props = { ...one, rollout: { minReadyTime: "z" }, readyTimeout: "0s" };
    expect(refusalOf((scope) => new InstanceLifecycle(scope, "kafka", props)).split("\n")).toHaveLength(3);
  });

  test("a taken name, and every fault of an instance that is added later", () => {
    const add = (name: string, instance: LifecycleInstance) =>
      refusalOf((scope) => new InstanceLifecycle(scope, "kafka", one).addInstance(name, instance));
    expect(add("orders", { instanceId: "other" })).toContain(
      'the name for addInstance is "orders". Allowed: a name that is not taken.',
    );
    expect(add("audit", { instanceId: id })).toContain('instances["orders"] has it too');
  });

  test("nothing when an empty one is filled later", () => {
    const { resource } = synthesize((stack) => {
      new InstanceLifecycle(stack, "kafka").addInstance("orders", { instanceId: id });
    });
    expect(resource.dms_instance_lifecycle?.kafka?.instances).toEqual({ orders: { instance_id: id } });
  });
});

describe("a purge refuses", () => {
  test.each<[string, FailedInstancePurgeProps, string]>([
    ["another engine", { engine: "redis" }, 'engine is "redis". Allowed: "kafka", "rabbitmq", "rocketmq".'],
    ["no engine", wrong({}), "engine is undefined."],
    ["a negative limit", { engine: "kafka", maxPurge: -1 }, "maxPurge is -1. Allowed: a whole number, 0 or more."],
    ["consent that is not a flag", { engine: "kafka", allowDeletion: wrong(1) }, "allowDeletion is 1."],
    ["a mistyped prop", wrong({ engine: "kafka", maxPurges: 1 }), "maxPurges is 1. Allowed: one of engine, maxPurge, "],
  ])("%s", (_, props, expected) => {
    const message = refusalOf((scope) => new FailedInstancePurge(scope, "failed", props));
    expect(message).toContain('FailedInstancePurge "demo/failed"');
    expect(message).toContain(expected);
  });
});

describe("a provider refuses", () => {
  test.each<[string, DmsProviderProps, string]>([
    ["another API version", { apiVersion: "v3" }, 'apiVersion is "v3". Allowed: "v1.0", "v2".'],
    [
      "an endpoint without scheme",
      { endpoint: "dms.example.com" },
      "Allowed: an http or https URL; it must be a URL such as https://dms.",
    ],
    ["another scheme", { authUrl: "ftp://iam.example.com" }, 'authUrl is "ftp://iam.example.com".'],
    ["a time without unit", { requestTimeout: "30" }, 'requestTimeout is "30".'],
    ["polling without pause", { pollInterval: "0s" }, 'pollInterval is "0s".'],
    ["negative retries", { maxRetries: -1 }, "maxRetries is -1."],
    ["an empty alias", { alias: "" }, 'alias is "".'],
    [
      "an alias nothing can refer to",
      { alias: "eu nl" },
      'alias is "eu nl". Allowed: a name of letters, digits, - and _',
    ],
    ["a switch that is not a flag", { insecure: wrong("no") }, 'insecure is "no". Allowed: true or false.'],
  ])("%s", (_, props, expected) => {
    const message = refusalOf((scope) => new DmsProvider(scope, "second", { alias: "second", ...props }));
    expect(message).toContain('DmsProvider "demo/second"');
    expect(message).toContain(expected);
  });
});
