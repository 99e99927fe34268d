import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as Cdktf from "cdktf";
import { type App, Aspects, TerraformHclModule, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import type * as Library from "../../lib";
import {
  backendFromEnvironment,
  DataDmsInstance,
  DataDmsInstances,
  DmsProvider,
  FailedInstancePurge,
  InstanceLifecycle,
  PortableBatchAction,
} from "../../lib";
import { ownPackage } from "../../lib/constructs/own-package";
import { startDms } from "../../lib/testing";
import { refusalOf, synthesize } from "../support/synth/stack";

/** The modules of a project that has the package twice in its tree. */
function secondCopy<Exports>(load: () => Exports): Exports {
  let copy: Exports | undefined;
  jest.isolateModules(() => (copy = load()));
  return copy!;
}
const otherCdktf = secondCopy(() => jest.requireActual<typeof Cdktf>("cdktf"));
const otherLibrary = secondCopy(() => jest.requireActual<typeof Library>("../../lib"));

/** A stack that describes itself as those of cdktn do, and has all their marks. */
class TerrainStack extends TerraformStack {}
Object.defineProperty(TerrainStack, Symbol.for("jsii.rtti"), {
  value: { fqn: "cdktn.TerraformStack", version: "0.24.0" },
});

const instances = { orders: { instanceId: "orders" } };

describe("a stack of the other library", () => {
  const own = /(\d+\.\d+\.\d+)/.exec(jest.requireActual<{ version: string }>("cdktf/package.json").version)![1]!;
  const sentence =
    `The stack "terrain" is of cdktn 0.24.0, and cdktf-dms-lifecycle works with cdktf ${own} here. Allowed: a stack of cdktf; ` +
    "for one of cdktn, the same names are in the package cdktn-dms-lifecycle.";

  test.each<readonly [string, (stack: TerraformStack) => unknown]>([
    ["DmsProvider", (stack) => new DmsProvider(stack, "dms")],
    ["InstanceLifecycle", (stack) => new InstanceLifecycle(stack, "fleet", { instances })],
    ["FailedInstancePurge", (stack) => new FailedInstancePurge(stack, "failed", { engine: "kafka" })],
    [
      "PortableBatchAction",
      (stack) => new PortableBatchAction(stack, "batch", { action: "restart", instances: { orders: "orders" } }),
    ],
    ["DataDmsInstance", (stack) => new DataDmsInstance(stack, "orders", { name: "orders" })],
    ["DataDmsInstances", (stack) => new DataDmsInstances(stack, "all")],
    ["backendFromEnvironment", (stack) => backendFromEnvironment(stack, {})],
  ])("gets one sentence from %s", (_, declare) => {
    const stack = new TerrainStack(Testing.app(), "terrain");
    expect(() => declare(stack)).toThrow(new Error(sentence));
  });

  test("gets it below other constructs and in subclasses too", () => {
    class MyStack extends TerrainStack {}
    const stack = new MyStack(Testing.app(), "terrain");
    expect(() => new DmsProvider(new Construct(stack, "folder"), "dms")).toThrow(new Error(sentence));
  });

  test("gets it from the test kit, whose commands would fail in its synthesis", async () => {
    const kit = await startDms();
    try {
      await expect(kit.plan((app: App) => new TerrainStack(app, "terrain"))).rejects.toThrow(new Error(sentence));
    } finally {
      await kit.stop();
    }
  });
});

describe("a second copy of cdktf", () => {
  test("is another one, whose classes instanceof does not know", () => {
    expect(otherCdktf.TerraformStack).not.toBe(TerraformStack);
    expect(otherCdktf.TerraformHclModule).not.toBe(TerraformHclModule);
  });

  test("makes stacks in which everything of this one works", () => {
    const stack = new otherCdktf.TerraformStack(new otherCdktf.App({ outdir: join(tmpdir(), "unused") }), "demo");
    expect(() => new InstanceLifecycle(stack, "fleet", { instances })).not.toThrow();
  });

  test("makes modules that are waited for", () => {
    const { resource } = synthesize((stack) => {
      const fleet = new InstanceLifecycle(stack, "fleet", { instances });
      fleet.resource.overrideLogicalId("fleet");
      const module = new otherCdktf.TerraformHclModule(stack, "network", {
        source: "git::https://forge.invalid/network",
      });
      module.overrideLogicalId("network");
      fleet.node.addDependency(module);
    });
    expect(resource["dms_instance_lifecycle"]?.["fleet"]?.depends_on).toEqual(["module.network"]);
  });

  test("makes locals through which a trigger that is new in every plan is seen", () => {
    const stack = new TerraformStack(Testing.app(), "demo");
    new DmsProvider(stack, "dms");
    const now = new otherCdktf.TerraformLocal(stack, "now", otherCdktf.Fn.timestamp());
    const fleet = new InstanceLifecycle(stack, "fleet", { instances, restartTriggers: { now: now.asString } });
    Testing.synth(stack, true);
    const texts = fleet.node.metadata.map(({ data }) => String(data));
    expect(texts.filter((text) => text.includes("dms:trigger-new-every-plan"))).toHaveLength(1);
  });
});

describe("a second copy of this package", () => {
  test("has its DmsProviders seen: the same alias is refused", () => {
    const message = refusalOf((stack) => {
      new otherLibrary.DmsProvider(stack, "first", { alias: "nl" });
      new DmsProvider(stack, "second", { alias: "nl" });
    });
    expect(message).toContain('"demo/first" has the same');
  });

  test("detects its lookups: an instance that is looked up by name is not deleted", () => {
    const message = refusalOf((stack) => {
      const found = new otherLibrary.DataDmsInstance(stack, "legacy", { name: "legacy" });
      const legacy = { instanceId: found.instanceId, desiredState: "deleted" };
      new InstanceLifecycle(stack, "fleet", { allowDeletion: true, instances: { legacy } });
    });
    expect(message).toContain('"demo/legacy" looks its id up by name');
  });

  test("has its ForbidDeletions obeyed, also above the stack", () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, "demo");
    Aspects.of(app).add(new otherLibrary.ForbidDeletions({ reason: "production" }));
    new FailedInstancePurge(stack, "failed", { engine: "kafka" });
    expect(() => Testing.synth(stack, true)).toThrow("Deletions are forbidden here: production");
  });
});

test.each(["cdktf-dms-lifecycle", "cdktn-dms-lifecycle"])("the package knows itself as %s", (name) => {
  const root = mkdtempSync(join(tmpdir(), "dms-own-package-"));
  try {
    const code = join(root, "dist", "lib");
    mkdirSync(code, { recursive: true });
    writeFileSync(join(root, "package.json"), JSON.stringify({ name, version: "1.2.3" }));
    writeFileSync(join(code, "package.json"), JSON.stringify({ name: "another" }));
    expect(ownPackage(code)).toEqual({ root, name, version: "1.2.3" });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
