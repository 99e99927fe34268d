import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformProvider, TerraformStack } from "cdktf";
import { acknowledgeWarning, DmsProvider, InstanceLifecycle } from "../../lib";
import { lockedProviders } from "../../lib/constructs/vendor/lock-file";
import { ownPackage } from "../../lib/constructs/own-package";
import { currentPlatform } from "../../lib/constructs/vendor/provider-mirror";
import { loadProviderPackage } from "../../lib/constructs/vendor/provider-package";
import { type OtherProvider, vendorProvider } from "../../lib/constructs/vendor/vendor-provider";
import { writeProviderPackage } from "../support/synth/provider-package";
import { runTerraform } from "../support/synth/terraform";

const address = "npm.invalid/cdktf-dms-lifecycle/dms";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vendored-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

// A stack's folder with a configuration that needs the provider alone.
async function stackWith(
  program?: string,
): Promise<{ readonly stack: string; readonly vendor: (others?: readonly OtherProvider[]) => string }> {
  await writeProviderPackage(join(folder, "package"), program);
  const stack = join(folder, "stack");
  const configuration = { terraform: { required_providers: { dms: { source: address, version: "0.1.0" } } } };
  mkdirSync(stack, { recursive: true });
  writeFileSync(join(stack, "cdk.tf.json"), JSON.stringify(configuration));
  const vendor = (others: readonly OtherProvider[] = []) => {
    vendorProvider(stack, loadProviderPackage(join(folder, "package")), others);
    return readFileSync(join(stack, ".terraform.lock.hcl"), "utf8");
  };
  return { stack, vendor };
}

describe("a vendored provider", () => {
  test("is installed by a plain terraform init, which finds nothing to change in the lock file", async () => {
    const { stack, vendor } = await stackWith();
    const lockFile = vendor();
    expect(await runTerraform(stack, "init")).toContain(`Installed ${address} v0.1.0`);
    expect(readFileSync(join(stack, ".terraform.lock.hcl"), "utf8")).toBe(lockFile);
  });

  test("has the hash that Terraform itself computes", async () => {
    const { stack, vendor } = await stackWith();
    const lockFile = vendor();
    rmSync(join(stack, ".terraform.lock.hcl"));
    await runTerraform(stack, "providers", "lock", "-fs-mirror=terraform.d/plugins", "-platform=linux_arm64");
    const computed = /h1:[^"]+/.exec(readFileSync(join(stack, ".terraform.lock.hcl"), "utf8"))?.[0];
    expect(lockFile).toContain(`"${computed ?? "no hash"}"`);
  });

  test("is installed again after a rebuild of the same version", async () => {
    const { stack, vendor } = await stackWith();
    vendor();
    await runTerraform(stack, "init");
    await stackWith("#!/bin/sh\nexit 2\n");
    vendor();
    expect(await runTerraform(stack, "init")).toContain(`Installed ${address} v0.1.0`);
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

  test("keeps the entries of other providers in the lock file", () => {
    const lockFile = join(folder, "cdktf.out", "stacks", "one", ".terraform.lock.hcl");
    const other =
      'provider "registry.terraform.io/hashicorp/null" {\n  version = "3.2.4"\n  hashes = [\n    "h1:x",\n  ]\n}\n';
    mkdirSync(join(lockFile, ".."), { recursive: true });
    writeFileSync(lockFile, other);
    synthesize(oneProvider);
    expect(readFileSync(lockFile, "utf8")).toContain(other);
    expect(readFileSync(lockFile, "utf8")).toContain(`provider "${address}"`);
  });

  test.each([["terraform.d"], ["terraform.d", "plugins"], ["terraform.d", "plugins", ...address.split("/")]])(
    "is refused where a symbolic link leads out of the stack: %s %s",
    (...parts) => {
      const precious = join(folder, "precious");
      mkdirSync(precious);
      writeFileSync(join(precious, "a.txt"), "");
      const link = join(folder, "cdktf.out", "stacks", "one", ...parts);
      mkdirSync(join(link, ".."), { recursive: true });
      symlinkSync(precious, link);
      expect(() => synthesize(oneProvider)).toThrow(`${link} is a symbolic link, and links are not followed there`);
      expect(readdirSync(precious)).toEqual(["a.txt"]);
    },
  );

  describe("of a provider that comes from elsewhere", () => {
    const elsewhere = (app: App) => {
      new DmsProvider(new TerraformStack(app, "one"), "dms", { vendor: false });
    };

    test("writes its entry into the lock file, and nothing else", () => {
      const stacks = synthesize(elsewhere);
      expect(readdirSync(join(stacks, "one")).sort()).toEqual([".terraform.lock.hcl", "cdk.tf.json"]);
      expect([...lockedProviders(lockOf(stacks, "one"))]).toEqual([
        [address, { version: ownPackage().version, hashes: [loadProviderPackage().h1] }],
      ]);
    });

    test("says in a notice that nothing on this machine leads Terraform to it, until that is acknowledged", () => {
      const stacks: TerraformStack[] = [];
      synthesize((app) => {
        for (const name of ["one", "silenced"]) {
          const stack = new TerraformStack(app, name);
          new DmsProvider(stack, "dms", { vendor: false });
          stacks.push(stack);
        }
        acknowledgeWarning(stacks[1]!, "dms:provider-left-out", "It is deployed elsewhere.");
      });
      const notices = stacks.map(({ node }) =>
        node.metadata.filter(({ type }) => /info|warn/.test(type)).map(({ type, data }) => [type, data as unknown]),
      );
      expect(notices).toEqual([
        [
          [
            "@cdktf/info",
            `vendor: false is set, and no setting of Terraform on this machine leads to the dms provider ${ownPackage().version}: it would ` +
              "ask npm.invalid, which is not a registry. Write a mirror with npx dms-lifecycle mirror, and its block into Terraform's CLI " +
              "configuration. See docs/guides/when-terraform-asks-npm-invalid.md in the package cdktf-dms-lifecycle. [ack: dms:provider-left-out]",
          ],
        ],
        [],
      ]);
    });

    test("keeps the hash that is pinned for this version", () => {
      const lockFile = join(folder, "cdktf.out", "stacks", "one", ".terraform.lock.hcl");
      mkdirSync(join(lockFile, ".."), { recursive: true });
      const pinned = `provider "${address}" {\n  version = "${ownPackage().version}"\n  hashes = [\n    "h1:own=",\n  ]\n}\n`;
      writeFileSync(lockFile, pinned);
      expect(lockOf(synthesize(elsewhere), "one")).toBe(pinned);
    });
  });

  test("warns once for a stack that Terraform's settings lead past the provider, and names file, way out and page", () => {
    const settings = join(folder, "company.tfrc");
    writeFileSync(settings, 'provider_installation {\n  network_mirror { url = "https://mirror.example/" }\n}\n');
    process.env["TF_CLI_CONFIG_FILE"] = settings;
    try {
      const stacks: TerraformStack[] = [];
      synthesize((app) => {
        for (const name of ["one", "silenced"]) {
          const stack = new TerraformStack(app, name);
          new DmsProvider(stack, "dms");
          new DmsProvider(stack, "second", { alias: "second" });
          stacks.push(stack);
        }
        acknowledgeWarning(stacks[1]!, "dms:provider-left-out", "The mirror has it.");
      });
      const said = stacks.map(({ node }) => node.findAll().flatMap((each) => each.node.metadata));
      const warnings = said.map((all) =>
        all.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => data as unknown),
      );
      expect(warnings).toEqual([
        [
          `${settings} has provider_installation, by which Terraform does not find the dms provider ${ownPackage().version} of this ` +
            "stack: it would ask npm.invalid, which is not a registry. Give it a filesystem_mirror with path = " +
            `"terraform.d/plugins" and include = ["${address}"], and the other methods the same as exclude. See ` +
            "docs/guides/when-terraform-asks-npm-invalid.md in the package cdktf-dms-lifecycle. [ack: dms:provider-left-out]",
        ],
        [],
      ]);
    } finally {
      delete process.env["TF_CLI_CONFIG_FILE"];
    }
  });
});

describe("a lock file that pins another package of the same version", () => {
  const pinned = "h1:pinned=";
  const lockFile = () => join(folder, "cdktf.out", "stacks", "one", ".terraform.lock.hcl");
  const lock = (version: string, ...hashes: readonly string[]) => {
    const lines = hashes.map((hash) => `    "${hash}",\n`).join("");
    mkdirSync(join(lockFile(), ".."), { recursive: true });
    writeFileSync(lockFile(), `provider "${address}" {\n  version = "${version}"\n  hashes = [\n${lines}  ]\n}\n`);
  };
  // The texts for the user.
  const synthesizeUnder = (ci: string | undefined, acknowledge = false) => {
    const before = process.env["CI"];
    if (ci === undefined) delete process.env["CI"];
    else process.env["CI"] = ci;
    try {
      const app = new App({ outdir: join(folder, "cdktf.out"), stackTraces: false });
      const stack = new TerraformStack(app, "one");
      const dms = new DmsProvider(stack, "dms");
      if (acknowledge) acknowledgeWarning(stack, "dms:lock-hash-replaced", "Built here.");
      new DmsProvider(stack, "second", { alias: "second" });
      app.synth();
      const said = [...dms.node.metadata, ...stack.node.findChild("second").node.metadata];
      return said.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => data as unknown);
    } finally {
      if (before === undefined) delete process.env["CI"];
      else process.env["CI"] = before;
    }
  };
  const { version } = ownPackage();

  test.each([[undefined], [""], ["false"]])("has its hash replaced with a warning, where CI is %p", (ci) => {
    lock(version, pinned);
    expect(synthesizeUnder(ci)).toEqual([
      `${lockFile()} pinned ${pinned} for the dms provider ${version}, and pins ${loadProviderPackage().h1} now: the package that ` +
        "brings the provider was built again, or is not the one that was pinned. Check this before you deploy. " +
        "[ack: dms:lock-hash-replaced]",
    ]);
    expect(readFileSync(lockFile(), "utf8")).not.toContain(pinned);
    expect(synthesizeUnder(ci)).toEqual([]);
  });

  test("has its hash replaced without a warning when that is acknowledged", () => {
    lock(version, pinned);
    expect(synthesizeUnder(undefined, true)).toEqual([]);
    expect(readFileSync(lockFile(), "utf8")).not.toContain(pinned);
  });

  test.each(["true", "1", "TRUE"])("is refused where CI is %p, before anything is written", (ci) => {
    lock(version, pinned);
    const before = readFileSync(lockFile(), "utf8");
    expect(() => synthesizeUnder(ci, true)).toThrow(
      `one/dms: ${lockFile()} pins ${pinned} for the dms provider ${version}, and the provider of this package is ${loadProviderPackage().h1}. A pinned`,
    );
    expect(readFileSync(lockFile(), "utf8")).toBe(before);
    expect(existsSync(join(folder, "cdktf.out", "stacks", "one", "terraform.d"))).toBe(false);
  });

  test.each<[string, readonly [string, ...string[]]]>([
    ["it pins this package too", [version, pinned, loadProviderPackage().h1]],
    ["it pins another version", ["0.0.1", pinned]],
    ["it pins no package", [version]],
  ])("is accepted if %s", (_why, [lockedVersion, ...hashes]) => {
    lock(lockedVersion, ...hashes);
    expect(synthesizeUnder("true")).toEqual([]);
    expect(readFileSync(lockFile(), "utf8")).toContain(loadProviderPackage().h1);
  });
});

describe("other providers in the stack", () => {
  const nullAddress = "registry.terraform.io/hashicorp/null";
  class Other extends TerraformProvider {}

  // A stack with our provider and another: the lock file's entry of the other, and the texts for the user.
  const synthesizeWith = (providerVersion: string | undefined, lockFile?: string) => {
    const app = new App({ outdir: join(folder, "cdktf.out"), stackTraces: false });
    const stack = new TerraformStack(app, "one");
    const dms = new DmsProvider(stack, "dms");
    new Other(stack, "null", {
      terraformResourceType: "null",
      terraformProviderSource: "null",
      terraformGeneratorMetadata: {
        providerName: "null",
        providerVersionConstraint: "~> 3.0",
        ...(providerVersion === undefined ? {} : { providerVersion }),
      },
    });
    const file = join(folder, "cdktf.out", "stacks", "one", ".terraform.lock.hcl");
    mkdirSync(join(file, ".."), { recursive: true });
    if (lockFile !== undefined) writeFileSync(file, lockFile);
    app.synth();
    const entry = new RegExp(`^provider "${nullAddress}" \\{[^}]*\\}`, "m").exec(readFileSync(file, "utf8"))?.[0];
    const said = dms.node.metadata.filter(({ type }) => type === "@cdktf/info").map(({ data }) => data as unknown);
    return { entry, said };
  };
  const locked = (version: string) =>
    `provider "${nullAddress}" {\n  version = "${version}"\n  hashes = [\n    "h1:x=",\n  ]\n}`;

  test("of one version have it locked, so that cdktf does not lock everything again", () => {
    expect(synthesizeWith("3.2.4")).toEqual({
      entry: `provider "${nullAddress}" {\n  version     = "3.2.4"\n  constraints = "3.2.4"\n}`,
      said: [],
    });
  });

  test("that are locked in that version stay as they are", () => {
    expect(synthesizeWith("3.2.4", locked("3.2.4"))).toEqual({ entry: locked("3.2.4"), said: [] });
  });

  test("that ask for another version than is locked have the new one locked", () => {
    expect(synthesizeWith("3.2.5", locked("3.2.4")).entry).toContain('version     = "3.2.5"');
  });

  test("that leave a choice and are not locked yet are announced with the option their first deploy needs", () => {
    expect(synthesizeWith(undefined)).toEqual({
      entry: undefined,
      said: [
        expect.stringMatching(/^registry\.terraform\.io\/hashicorp\/null will be installed.*--skip-provider-lock/),
      ],
    });
  });

  test("that leave a choice and are locked cause no notice", () => {
    expect(synthesizeWith(undefined, locked("3.2.4"))).toEqual({ entry: locked("3.2.4"), said: [] });
  });

  test("locked without hashes are installed by terraform init, which adds them", async () => {
    const { stack, vendor } = await stackWith();
    const plugin = join(
      stack,
      "terraform.d",
      "plugins",
      nullAddress,
      "3.2.4",
      currentPlatform(),
      "terraform-provider-null_v3.2.4",
    );
    mkdirSync(join(plugin, ".."), { recursive: true });
    writeFileSync(plugin, "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    const required = {
      dms: { source: address, version: "0.1.0" },
      null: { source: "hashicorp/null", version: "3.2.4" },
    };
    writeFileSync(join(stack, "cdk.tf.json"), JSON.stringify({ terraform: { required_providers: required } }));
    vendor([{ address: nullAddress, version: "3.2.4" }]);
    expect(await runTerraform(stack, "init")).toContain("Installed hashicorp/null v3.2.4");
    expect(vendor([{ address: nullAddress, version: "3.2.4" }])).toMatch(
      /hashicorp\/null" \{\n.*\n.*\n {2}hashes = \[\n {4}"h1:/,
    );
  });
});
