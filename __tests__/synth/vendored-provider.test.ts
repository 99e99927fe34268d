import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformProvider, TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle } from "../../lib";
import { ownPackage } from "../../lib/constructs/vendor/package-root";
import { loadProviderPackage } from "../../lib/constructs/vendor/provider-package";
import { vendorProvider } from "../../lib/constructs/vendor/vendor-provider";
import { writeProviderPackage } from "../support/synth-provider-package";
import { runTerraform } from "../support/synth-terraform";

const address = "npm.invalid/cdktf-dms-lifecycle/dms";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vendored-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/* A stack's folder with a configuration that needs the provider and nothing else. */
async function stackWith(program?: string): Promise<{ readonly stack: string; readonly vendor: () => string }> {
  await writeProviderPackage(join(folder, "package"), program);
  const stack = join(folder, "stack");
  const configuration = { terraform: { required_providers: { dms: { source: address, version: "0.1.0" } } } };
  mkdirSync(stack, { recursive: true });
  writeFileSync(join(stack, "cdk.tf.json"), JSON.stringify(configuration));
  return { stack, vendor: () => vendorProvider(stack, loadProviderPackage(join(folder, "package"))) };
}

describe("a vendored provider", () => {
  test("is installed by a plain terraform init, which finds nothing to change in the lock file", async () => {
    const { stack, vendor } = await stackWith();
    const lockFile = vendor();
    expect(runTerraform(stack, "init")).toContain(`Installed ${address} v0.1.0`);
    expect(readFileSync(join(stack, ".terraform.lock.hcl"), "utf8")).toBe(lockFile);
  });

  test("has the hash that Terraform itself computes", async () => {
    const { stack, vendor } = await stackWith();
    const lockFile = vendor();
    rmSync(join(stack, ".terraform.lock.hcl"));
    runTerraform(stack, "providers", "lock", "-fs-mirror=terraform.d/plugins", "-platform=linux_arm64");
    const computed = /h1:[^"]+/.exec(readFileSync(join(stack, ".terraform.lock.hcl"), "utf8"))?.[0];
    expect(lockFile).toContain(`"${computed ?? "no hash"}"`);
  });

  test("is installed again after a rebuild of the same version", async () => {
    const { stack, vendor } = await stackWith();
    vendor();
    runTerraform(stack, "init");
    await stackWith("#!/bin/sh\nexit 2\n");
    vendor();
    expect(runTerraform(stack, "init")).toContain(`Installed ${address} v0.1.0`);
  });
});

describe("synthesis", () => {
  const synthesize = (declare: (app: App) => void): string => {
    const outdir = join(folder, "cdktf.out");
    const app = new App({ outdir, stackTraces: false });
    declare(app);
    app.synth();
    return join(outdir, "stacks");
  };
  const oneProvider = (app: App) => {
    new DmsProvider(new TerraformStack(app, "one"), "dms");
  };
  const lockOf = (stacks: string, name: string) => readFileSync(join(stacks, name, ".terraform.lock.hcl"), "utf8");
  const instances = { orders: { instanceId: "54602a9d" } };

  test("puts the provider into every stack that has one, for all usual platforms", () => {
    const stacks = synthesize((app) => {
      for (const name of ["one", "two"]) {
        const stack = new TerraformStack(app, name);
        new DmsProvider(stack, "dms");
        new InstanceLifecycle(stack, "kafka", { instances });
      }
      new TerraformStack(app, "other");
    });
    const { version } = ownPackage();
    for (const name of ["one", "two"]) {
      const plugins = join(stacks, name, "terraform.d", "plugins", ...address.split("/"));
      for (const platform of ["linux_amd64", "linux_arm64", "darwin_arm64", "darwin_amd64"]) {
        expect(existsSync(join(plugins, `terraform-provider-dms_${version}_${platform}.zip`))).toBe(true);
      }
      expect(lockOf(stacks, name)).toContain(`"${loadProviderPackage().h1}"`);
    }
    expect(existsSync(join(stacks, "other", "terraform.d"))).toBe(false);
  });

  test("pins the version that it vendors", () => {
    const stacks = synthesize(oneProvider);
    const { terraform } = JSON.parse(readFileSync(join(stacks, "one", "cdk.tf.json"), "utf8")) as Record<
      string,
      unknown
    >;
    expect(terraform).toMatchObject({
      required_providers: { dms: { source: address, version: ownPackage().version } },
    });
  });

  test("takes several providers in one stack", () => {
    const stacks = synthesize((app) => {
      const stack = new TerraformStack(app, "one");
      new DmsProvider(stack, "dms", { region: "eu-de" });
      const nl = new DmsProvider(stack, "dms-nl", { region: "eu-nl", alias: "nl" });
      new InstanceLifecycle(stack, "kafka", { instances });
      new InstanceLifecycle(stack, "kafka-nl", { instances, provider: nl });
    });
    expect(lockOf(stacks, "one").match(/^provider /gm)).toHaveLength(1);
    const { provider } = JSON.parse(readFileSync(join(stacks, "one", "cdk.tf.json"), "utf8")) as Record<
      string,
      unknown
    >;
    expect(provider).toEqual({ dms: [{ region: "eu-de" }, { region: "eu-nl", alias: "nl" }] });
  });

  test("keeps what the lock file says about other providers", () => {
    const lockFile = join(folder, "cdktf.out", "stacks", "one", ".terraform.lock.hcl");
    const other =
      'provider "registry.terraform.io/hashicorp/null" {\n  version = "3.2.4"\n  hashes = [\n    "h1:x",\n  ]\n}\n';
    mkdirSync(join(lockFile, ".."), { recursive: true });
    writeFileSync(lockFile, other);
    synthesize(oneProvider);
    expect(readFileSync(lockFile, "utf8")).toContain(other);
    expect(readFileSync(lockFile, "utf8")).toContain(`provider "${address}"`);
  });

  test("puts nothing anywhere when the provider comes from elsewhere", () => {
    const stacks = synthesize((app) => {
      new DmsProvider(new TerraformStack(app, "one"), "dms", { vendor: false });
    });
    expect(existsSync(join(stacks, "one", "terraform.d"))).toBe(false);
    expect(existsSync(join(stacks, "one", ".terraform.lock.hcl"))).toBe(false);
  });
});

describe("other providers in the stack", () => {
  class OtherProvider extends TerraformProvider {}
  const infoOf = (stack: TerraformStack): string[] =>
    stack.node
      .findAll()
      .flatMap((node) =>
        node.node.metadata.filter(({ type }) => type === "@cdktf/info").map(({ data }) => data as string),
      );

  const synthesizeWith = (lockFile?: string): string[] => {
    const outdir = join(folder, "cdktf.out");
    const app = new App({ outdir, stackTraces: false });
    const stack = new TerraformStack(app, "one");
    new DmsProvider(stack, "dms");
    new OtherProvider(stack, "null", { terraformResourceType: "null", terraformProviderSource: "null" });
    if (lockFile !== undefined) {
      mkdirSync(join(outdir, "stacks", "one"), { recursive: true });
      writeFileSync(join(outdir, "stacks", "one", ".terraform.lock.hcl"), lockFile);
    }
    app.synth();
    return infoOf(stack);
  };

  test("that are not locked yet are announced with the option their first deploy needs", () => {
    expect(synthesizeWith()).toEqual([
      expect.stringMatching(/^registry\.terraform\.io\/hashicorp\/null will be installed.*--skip-provider-lock/),
    ]);
  });

  test("that are locked already need no word", () => {
    const locked = 'provider "registry.terraform.io/hashicorp/null" {\n  version = "3.2.4"\n}\n';
    expect(synthesizeWith(locked)).toEqual([]);
  });
});
