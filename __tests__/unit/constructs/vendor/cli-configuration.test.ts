import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cliConfigurations, findLeftOut } from "../../../../lib/constructs/vendor/cli-configuration";

let folder: string;
let home: string;
let stack: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cli-configuration-"));
  home = join(folder, "home");
  stack = join(folder, "stack");
  addProvider(join(stack, "terraform.d", "plugins"));
  mkdirSync(join(home, ".terraform.d"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function addProvider(mirror: string, name = "terraform-provider-dms_0.1.0_linux_amd64.zip"): void {
  const place = join(mirror, "npm.invalid", "cdktf-dms-lifecycle", "dms");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, name), "");
}

const write = (name: string, text: string): string => {
  writeFileSync(join(home, name), text);
  return join(home, name);
};

const leftOut = (environment: Readonly<Record<string, string>> = {}) =>
  findLeftOut(stack, "0.1.0", { HOME: home, ...environment });

describe("the CLI configuration", () => {
  const files = (environment: Readonly<Record<string, string>> = {}) =>
    cliConfigurations(stack, { HOME: home, ...environment }).map(({ file }) => file);

  test("is the file of the home and those of its folder", () => {
    const main = write(".terraformrc", "");
    const further = write(".terraform.d/company.tfrc", "");
    write(".tofurc", "");
    write(".terraform.d/credentials.tfrc.json", "{}");
    expect(files()).toEqual([main, further]);
  });

  test("is OpenTofu's own file where that is the program and the file is there", () => {
    const main = write(".terraformrc", "");
    expect(files({ TERRAFORM_BINARY_NAME: "tofu" })).toEqual([main]);
    const own = write(".tofurc", "");
    expect(files({ TERRAFORM_BINARY_NAME: "/usr/bin/tofu" })).toEqual([own]);
  });

  test("is only the named file, or empty if that does not exist", () => {
    write(".terraformrc", "");
    const named = write("named.tfrc", "");
    expect(files({ TF_CLI_CONFIG_FILE: named })).toEqual([named]);
    expect(files({ TF_CLI_CONFIG_FILE: "../home/named.tfrc" })).toEqual([named]);
    expect(files({ TF_CLI_CONFIG_FILE: join(home, "missing") })).toEqual([]);
  });
});

describe("the provider of a stack", () => {
  test.each([
    ["nothing is set", ""],
    ["there is no provider_installation", 'plugin_cache_dir = "/cache"\n'],
    [
      "a mirror is the stack's own folder",
      'provider_installation {\n  filesystem_mirror { path = "terraform.d/plugins" }\n}',
    ],
    ["a network mirror names its host", 'provider_installation { network_mirror { include = ["npm.invalid/*/*"] } }'],
    [
      "an override names it",
      'provider_installation { dev_overrides { "npm.invalid/cdktf-dms-lifecycle/dms" = "/x" } }',
    ],
    ["the file breaks off, which is Terraform's to say", 'provider_installation { direct { include = ["'],
  ])("is found where %s", (_why, text) => {
    write(".terraformrc", text);
    expect(leftOut()).toBeUndefined();
  });

  test.each([
    ["nothing but registries is asked", "provider_installation {\n  direct {}\n}"],
    ["a network mirror stands for all", 'provider_installation { network_mirror { url = "https://m.example/" } }'],
    ["a mirror does not have it", 'provider_installation { filesystem_mirror { path = "/nowhere" } }'],
    [
      "its own folder is left out",
      'provider_installation { filesystem_mirror {\n path = "terraform.d/plugins"\n exclude = ["npm.invalid/*/*"]\n} }',
    ],
    ["another provider is overridden", 'provider_installation { dev_overrides { "a/b" = "/x" }\n direct {} }'],
  ])("is left out where %s", (_why, text) => {
    const where = write(".terraformrc", text);
    expect(leftOut()).toEqual({ where, kind: "provider_installation" });
  });

  test("is left out by a mirror with another version", () => {
    const mirror = join(folder, "mirror");
    addProvider(mirror, "terraform-provider-dms_0.0.9_linux_amd64.zip");
    write(".terraformrc", `provider_installation { filesystem_mirror { path = "${mirror}" } }`);
    expect(leftOut()).toMatchObject({ kind: "provider_installation" });
    addProvider(mirror);
    expect(leftOut()).toBeUndefined();
  });

  test("is found or left out by the folders of -plugin-dir, whatever the file says", () => {
    write(".terraformrc", "provider_installation { direct {} }");
    expect(leftOut({ TF_CLI_ARGS_init: "-upgrade -plugin-dir=terraform.d/plugins" })).toBeUndefined();
    expect(leftOut({ TF_CLI_ARGS_init: "-plugin-dir=/plugins -upgrade" })).toEqual({
      where: "TF_CLI_ARGS_init (-plugin-dir=/plugins)",
      kind: "-plugin-dir",
    });
  });
});
