import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { TerraformLocal, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Construct, Node } from "constructs";
import { DmsProvider, FailedInstancePurge, InstanceLifecycle, PortableBatchAction } from "../../lib";
import { addValidation, onceASynthesis } from "../../lib/constructs/once-a-synthesis";
import { findOverlaps, registerFleet } from "../../lib/constructs/overlaps/instances";
import { warningsBelow } from "../support/synth/stack";

/** A stack with `count` constructs of each kind, which ask all that can be asked of their stack. */
function stackOf(count: number): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "demo");
  new DmsProvider(stack, "dms");
  new NullProvider(stack, "null");
  const secret = new TerraformVariable(stack, "secret", { type: "string", sensitive: true });
  for (let each = 0; each < count; each += 1) {
    const scope = new Construct(stack, `service-${each}`);
    const version = new TerraformLocal(scope, "version", { tag: "${var.tag}" });
    new InstanceLifecycle(scope, "fleet", {
      allowDeletion: true,
      restartTriggers: { version: version.asString },
      instances: {
        orders: { instanceId: `orders-${each}` },
        old: { instanceId: `old-${each}`, desiredState: "deleted" },
      },
    });
    new FailedInstancePurge(scope, "failed", { engine: "kafka", projectId: `p${each}` });
    new PortableBatchAction(scope, "batch", {
      action: "restart",
      endpoint: secret.stringValue,
      instances: { audit: `audit-${each}` },
    });
  }
  return stack;
}

/** How often trees are walked during `work`. */
function walksDuring(work: () => void): number {
  const walk = jest.spyOn(Node.prototype, "findAll");
  try {
    work();
    return walk.mock.calls.length;
  } finally {
    walk.mockRestore();
  }
}

/** How often a tree is walked from the first validation of its synthesis to the last. */
function walksOf(count: number): number {
  const stack = stackOf(count);
  return walksDuring(() => stack.runAllValidations());
}

test("all constructs of a stack together walk its tree as often as one of each kind", () => {
  const walks = walksOf(1);
  expect(walks).toBeGreaterThan(1);
  expect(walksOf(8)).toBe(walks);
});

test("constructs are declared without a walk, however many there are", () => {
  expect(walksDuring(() => void stackOf(8))).toBe(0);
});

test("a stack with many providers is walked as often as one with a single provider", () => {
  const walksFor = (count: number) => {
    const stack = new TerraformStack(Testing.app(), "demo");
    for (let each = 0; each < count; each += 1) new DmsProvider(stack, `dms-${each}`, { alias: `alias-${each}` });
    return walksDuring(() => stack.runAllValidations());
  };
  expect(walksFor(8)).toBe(walksFor(1));
});

test("a fleet is asked for its instances once for all others, and once for itself", () => {
  const stack = new TerraformStack(Testing.app(), "demo");
  const spelled = jest.fn();
  const fleets = ["one", "two", "three", "four"].map((name) => {
    const fleet = new Construct(stack, name);
    const instance = { fleet, kind: "lifecycle", provider: undefined, place: {}, name, instanceId: "same" } as const;
    registerFleet(fleet, () => {
      spelled();
      return [instance];
    });
    return fleet;
  });
  const found: number[] = [];
  for (const fleet of fleets) {
    addValidation(fleet, () => {
      found.push(findOverlaps(fleet).length);
      return [];
    });
  }
  stack.runAllValidations();
  expect(found).toEqual([3, 3, 3, 3]);
  expect(spelled).toHaveBeenCalledTimes(8);
});

test("a second synthesis sees the constructs of today", () => {
  const stack = new TerraformStack(Testing.app(), "demo");
  new DmsProvider(stack, "nl", { alias: "nl" });
  new InstanceLifecycle(stack, "fleet", { instances: { orders: { instanceId: "orders" } } });
  stack.runAllValidations();
  expect(warningsBelow(stack)).toEqual([expect.stringContaining("has an alias (nl)")]);
  new DmsProvider(stack, "de", { alias: "de" });
  stack.runAllValidations();
  expect(warningsBelow(stack)).toEqual([expect.anything(), expect.stringContaining("has an alias (nl, de)")]);
});

test("outside of a synthesis each question is answered again", async () => {
  const stack = new TerraformStack(Testing.app(), "demo");
  const fleet = new Construct(stack, "fleet");
  const derive = jest.fn(({ node }: TerraformStack) => node.children.length);
  const ask = () => onceASynthesis(fleet, derive);
  addValidation(fleet, () => [ask(), ask()].slice(2).map(String));
  expect([ask(), ask()]).toEqual([1, 1]);
  expect(derive).toHaveBeenCalledTimes(2);
  stack.runAllValidations();
  expect(derive).toHaveBeenCalledTimes(3);
  await Promise.resolve();
  new Construct(stack, "other");
  expect(ask()).toBe(2);
});

test("a null provider of a stack inside another one is not the outer stack's", () => {
  const stack = new TerraformStack(Testing.app(), "outer");
  new NullProvider(new TerraformStack(stack, "inner"), "null");
  new PortableBatchAction(stack, "batch", { action: "restart", instances: { orders: "orders" } });
  expect(() => {
    stack.runAllValidations();
  }).toThrow("This stack has no null provider");
});
