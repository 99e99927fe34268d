import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { Lazy, TerraformVariable, Token, ref } from "cdktf";
import type { Construct } from "constructs";
import { DmsProvider, FailedInstancePurge, InstanceLifecycle, PortableBatchAction } from "../../lib";
import { refusalOf, synthesize } from "../support/synth/stack";

// Programs in plain JavaScript can pass anything.
const wrong = (value: unknown) => value as never;

const id = "54602a9d-5e22-4239-9123-77e350df4a34";
const instances = { orders: { instanceId: id } };

const lifecycle = (props: object | null) => (scope: Construct) =>
  new InstanceLifecycle(scope, "kafka", wrong(props && { instances, ...props }));
const batch = (props: object | null) => (scope: Construct) => {
  new NullProvider(scope, "null");
  new PortableBatchAction(scope, "batch", wrong(props && { action: "restart", instances, ...props }));
};

describe("a value of the wrong shape is refused with its path, its type and the allowed ones:", () => {
  test.each<[string, (scope: Construct) => unknown, string]>([
    ["a rollout that is a text", lifecycle({ rollout: "1" }), 'rollout is "1". Allowed: an object with any of maxUna'],
    ["a rollout that is a list", lifecycle({ rollout: ["1"] }), 'rollout is ["1"]. Allowed: an object with any of'],
    ["a rollout that is null", lifecycle({ rollout: null }), "rollout is null. Allowed: an object with any of maxUna"],
    ["a rollout that is a number", batch({ rollout: 1 }), "rollout is 1. Allowed: an object with any of maxUnavai"],
    ["a batch's rollout with a typo", batch({ rollout: { canaries: 1 } }), "rollout.canaries is 1. Allowed: one of"],
    ["times that are a text", lifecycle({ timeouts: "60m" }), 'timeouts is "60m". Allowed: an object with any of cr'],
    ["times that are a list", lifecycle({ timeouts: [] }), "timeouts is []. Allowed: an object with any of create"],
    ["times that are null", lifecycle({ timeouts: null }), "timeouts is null. Allowed: an object with any of cre"],
    [
      "instances that are null",
      lifecycle({ instances: null }),
      "instances is null. Allowed: an object that gives each",
    ],
    ["instances in a list", lifecycle({ instances: [id] }), `instances is ["${id}"]. Allowed: an object that giv`],
    ["instances that are a text", lifecycle({ instances: "orders" }), 'instances is "orders". Allowed: an object that'],
    [
      "a batch's instances that are null",
      batch({ instances: null }),
      "instances is null. Allowed: an object that give",
    ],
    ["a batch's instances as a text", batch({ instances: id }), `instances is "${id}". Allowed: an object that giv`],
    ["a batch's null as an instance", batch({ instances: { a: null } }), 'instances["a"] is null. Allowed: the id of'],
    ["an instance in a list", lifecycle({ instances: { a: [id] } }), `instances["a"] is ["${id}"]. Allowed: an object`],
    ["props that are null", lifecycle(null), "props is null. Allowed: an object with any of instances"],
    ["a batch's props that are null", batch(null), "props is null. Allowed: an object with any of action, "],
    ["a purge's props that are null", (scope) => new FailedInstancePurge(scope, "p", wrong(null)), "props is null."],
    [
      "a purge's props that are missing",
      (scope) => new FailedInstancePurge(scope, "p", wrong(undefined)),
      "props is u",
    ],
    ["a provider's props that are null", (scope) => new DmsProvider(scope, "p", wrong(null)), "props is null. Allow"],
    ["a provider's props as a text", (scope) => new DmsProvider(scope, "p", wrong("eu-de")), "props is a string tha"],
    ["a provider by its name", lifecycle({ provider: "dms" }), 'provider is "dms". Allowed: a DmsProvider.'],
    ["a batch's provider by its name", batch({ provider: "null" }), 'provider is "null". Allowed: a NullProvider.'],
    [
      "a dependency by its name",
      lifecycle({ dependsOn: "x" }),
      'dependsOn is "x". Allowed: a list of constructs and resources to be',
    ],
    ["a name among dependencies", lifecycle({ dependsOn: ["x"] }), 'dependsOn[0] is "x". Allowed: a resource, a data'],
    ["null among dependencies", batch({ dependsOn: [null] }), "dependsOn[0] is null. Allowed: a resource, a data so"],
    ["a construct for a list of them", (scope) => lifecycle({ dependsOn: scope })(scope), 'dependsOn is "demo". Allow'],
    ["a stack among dependencies", (scope) => batch({ dependsOn: [scope] })(scope), 'dependsOn[0] is "demo". Allowed'],
    ["a function for a text", lifecycle({ readyTimeout: () => "5m" }), "readyTimeout is a function. Allowed: a durati"],
    ["not a number", lifecycle({ maxDeletions: Number.NaN }), "maxDeletions is NaN. Allowed: a whole number, 0 or mo"],
    [
      "a name that is not a text",
      lifecycle({ instances: { "": {} } }),
      'a key of instances is "". Allowed: a non-empty string',
    ],
  ])("%s", (_, declare, expected) => {
    const message = refusalOf(declare);
    expect(message).toMatch(/"demo\/(kafka|batch|p)" has invalid input:\n- /);
    expect(message).toContain(`- ${expected}`);
  });

  test("an instance that is added later", () => {
    const add = (name: unknown, instance: unknown) =>
      refusalOf((scope) =>
        new InstanceLifecycle(scope, "kafka", { instances }).addInstance(wrong(name), wrong(instance)),
      );
    expect(add(undefined, { instanceId: "a" })).toContain(
      'InstanceLifecycle "demo/kafka" has invalid input:\n- a key of instances is undefined. Allowed: a non-empty string.',
    );
    expect(add("audit", undefined)).toContain(
      'instances["audit"] is undefined. Allowed: an object with an instanceId.',
    );
    expect(add(7, instances.orders)).toContain("a key of instances is 7.");
  });

  test("the name of a result that is not a text, also if the names are unknown", () => {
    const result = (of: unknown) =>
      refusalOf((scope) =>
        new InstanceLifecycle(scope, "kafka", { instances: ref("local.fleet") }).resultOf(wrong(of)),
      );
    expect(result(undefined)).toContain("resultOf is undefined. Allowed: the name of an instance.");
    expect(result(7)).toContain("resultOf is 7.");
  });
});

describe("an expression", () => {
  test("passes where the object it stands for would", () => {
    const { resource } = synthesize((stack) => {
      const rollout = new TerraformVariable(stack, "rollout", { type: "any" }).value as never;
      const timeouts = Lazy.anyValue({ produce: () => ({ update: "2h" }) });
      new InstanceLifecycle(stack, "kafka", { instances, rollout, timeouts });
    });
    expect(resource.dms_instance_lifecycle?.kafka).toEqual({
      instances: { orders: { instance_id: id } },
      rollout: "${var.rollout}",
      timeouts: { update: "2h" },
      on_failure: "report",
    });
  });

  test("is refused for one instance, in words", () => {
    const one = (scope: Construct) => new TerraformVariable(scope, "one", { type: "any" }).value as unknown;
    expect(refusalOf((scope) => lifecycle({ instances: { a: one(scope) } })(scope))).toContain(
      'instances["a"] is an expression. Allowed: an object with an instanceId; that, and the other values in it, may be expressions, or all instances together.',
    );
    expect(refusalOf((scope) => batch({ instances: { a: one(scope) } })(scope))).toContain(
      'instances["a"] is an expression. Allowed: the id of an instance.',
    );
  });

  test("is refused where a batch could not pass it on", () => {
    const flag = { forceDelete: ref("var.flag"), allowDeletion: true };
    const forced = refusalOf(batch({ action: "delete", ...flag }));
    expect(forced).toContain("forceDelete is an expression. Allowed: true or false, written out: it becomes an option");
    const rollout = refusalOf(batch({ rollout: ref("var.rollout") }));
    expect(rollout).toContain(
      "rollout is an expression. Allowed: an object that is written out: each value in it becomes an option of the command line, and may be an expression.",
    );
    const action = Token.asString(ref("var.action"));
    const consent = refusalOf(batch({ action, allowDeletion: ref("var.consent") }));
    expect(consent).toContain("allowDeletion is an expression. Allowed: true or false, written out:");
    const onFailure = Token.asString(ref("var.mode"));
    expect(refusalOf(batch({ onFailure }))).toContain(
      'onFailure is an expression. Allowed: "report", "error", written',
    );
    const vendor = ref("var.vendor") as never;
    expect(refusalOf((scope) => new DmsProvider(scope, "p", { alias: "p", vendor }))).toContain("vendor is an express");
  });

  test("inside a refused value is shown in words", () => {
    expect(refusalOf(lifecycle({ rollout: [ref("var.x")] }))).toContain('rollout is ["an expression"]. Allowed:');
  });
});

describe("unknown props and values of the wrong type are refused by", () => {
  test.each<[string, object, string]>([
    [
      "a mistyped prop",
      { regoin: "eu-de" },
      "regoin is a string that is not shown. Allowed: one of vendor, source, endpoint, ",
    ],
    ["a number for a text", { projectId: 5 }, "projectId is 5. Allowed: a string of up to 64 letters, digits"],
    ["an empty region", { region: "" }, 'region is "". Allowed: a string of letters, digits and hyphens'],
    ["an empty secret", { token: "" }, 'token is "". Allowed: a non-empty string.'],
  ])("a provider: %s", (_, props, expected) => {
    expect(refusalOf((scope) => new DmsProvider(scope, "p", { alias: "p", ...props }))).toContain(`- ${expected}`);
  });

  test("a provider, without showing a possible secret", () => {
    const message = refusalOf((scope) => new DmsProvider(scope, "p", wrong({ secretKey: 4711, pasword: "hunter2" })));
    expect(message).toContain("secretKey is a number that is not shown. Allowed: a non-empty string.");
    expect(message).toContain("pasword is a string that is not shown. Allowed: one of");
    expect(message).not.toMatch(/4711|hunter2/);
  });

  test.each([
    ["a prop of DmsProvider", { token: "hunter2" }, "token is a string that is not shown. Allowed: one of action, "],
    [
      "a mistyped one",
      { acessKey: 1, secret_key: "hunter2" },
      "secret_key is a string that is not shown. Allowed: one of",
    ],
    [
      "one in an instance",
      { instances: { a: { password: "hunter2" } } },
      'instances["a"].password is a string that is not',
    ],
    [
      "one in a list",
      { instances: [{ password: "hunter2" }] },
      'instances is [{"password":"a string that is not shown"}]',
    ],
    ["a URL", { region: "https://u:hunter2@h" }, 'region is "https://***@h"'],
  ])("a portable batch, without showing a possible secret: %s", (_, props, expected) => {
    const message = refusalOf(batch(props));
    expect(message).toContain(expected);
    expect(message).not.toContain("hunter2");
  });

  test.each<[string, object, string]>([
    ["a mistyped prop", { regoin: "eu-de" }, 'regoin is "eu-de". Allowed: one of action, '],
    ["a number for a text", { projectId: 5 }, "projectId is 5. Allowed: a string of up to 64 letters, digits"],
    ["an empty region", { region: "" }, 'region is "". Allowed: a string of letters, digits and hyphens'],
    ["an endpoint without scheme", { endpoint: "dms.example.com" }, "Allowed: an http or https URL; it must be"],
    ["a mistyped prop of an instance", { instances: { a: { instanceID: id } } }, 'instances["a"].instanceID is'],
  ])("a portable batch: %s", (_, props, expected) => {
    expect(refusalOf(batch(props))).toContain(expected);
  });
});

describe("the same instance in two letter cases is the same instance", () => {
  const upper = { instanceId: id.toUpperCase() };

  test("in one fleet", () => {
    expect(refusalOf(lifecycle({ instances: { ...instances, again: upper } }))).toContain(
      `instances["again"].instanceId is "${upper.instanceId}". Allowed: an id that no other instance has; instances["orders"] has it too.`,
    );
  });

  test("in one batch", () => {
    expect(refusalOf(batch({ instances: { orders: id, again: upper } }))).toContain('instances["orders"] has it too.');
  });

  test("in two fleets of a stack", () => {
    const message = refusalOf((scope) => {
      new InstanceLifecycle(scope, "one", { instances });
      new InstanceLifecycle(scope, "two", { instances: { again: upper } });
    });
    expect(message).toContain(
      `instances["again"].instanceId is "${upper.instanceId}". Allowed: an id that no other fl`,
    );
  });
});

describe("names that JavaScript uses itself", () => {
  const lost = (value: unknown): object => Object.fromEntries([["__proto__", value]]);
  const refusal = 'instances["__proto__"] is';

  test("are refused where JavaScript would lose them", () => {
    expect(refusalOf(lifecycle({ instances: lost({ instanceId: id }) }))).toContain(
      `- ${refusal} {"instanceId":"${id}"}. Allowed: another name; JavaScript does not keep this name as a key.`,
    );
    expect(refusalOf(lifecycle({ instances: { __proto__: { instanceId: id } } }))).toContain(refusal);
    expect(refusalOf(batch({ instances: lost(id) }))).toContain(refusal);
    expect(refusalOf(batch({ instances: { ...instances, __proto__: { instanceId: id } } }))).toContain(refusal);
    const added = refusalOf((scope) =>
      new InstanceLifecycle(scope, "kafka").addInstance("__proto__", { instanceId: id }),
    );
    expect(added).toContain('a key of instances is "__proto__". Allowed: another name');
    const restartTriggers = lost("1");
    expect(refusalOf(lifecycle({ restartTriggers }))).toContain('restartTriggers["__proto__"] is "1".');
    expect(refusalOf(batch({ triggers: restartTriggers }))).toContain('triggers["__proto__"] is "1".');
  });

  test("are plain names elsewhere", () => {
    const names = ["constructor", "prototype", "toString", "hasOwnProperty"];
    const { resource } = synthesize((stack) => {
      const restartTriggers = { constructor: "1" } as unknown as Readonly<Record<string, string>>;
      const fleet = new InstanceLifecycle(stack, "kafka", { restartTriggers });
      for (const name of names) fleet.addInstance(name, { instanceId: `id-${name}` });
    });
    expect(resource.dms_instance_lifecycle?.kafka?.instances).toEqual(
      Object.fromEntries(
        names.map((name) => [name, { instance_id: `id-${name}`, restart_triggers: { constructor: "1" } }]),
      ),
    );
  });
});
