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
    const json = write(".terraform.d/credentials.tfrc.json", "{}");
    write(".terraform.d/notes.txt", "");
    expect(files().sort()).toEqual([main, further, json].sort());
  });

  test("is OpenTofu's own file where that is the program and the file is there", () => {
    const main = write(".terraformrc", "");
    expect(files({ TERRAFORM_BINARY_NAME: "tofu" })).toEqual([main]);
    const own = write(".tofurc", "");
    expect(files({ TERRAFORM_BINARY_NAME: "/usr/bin/tofu" })).toEqual([own]);
  });

  test("is OpenTofu's file and folder below XDG_CONFIG_HOME where the home has none", () => {
    rmSync(join(home, ".terraform.d"), { recursive: true });
    mkdirSync(join(home, "xdg", "opentofu"), { recursive: true });
    const tofu = { TERRAFORM_BINARY_NAME: "tofu", XDG_CONFIG_HOME: join(home, "xdg") };
    const own = write("xdg/opentofu/tofurc", "");
    const further = write("xdg/opentofu/company.tfrc", "");
    expect(files(tofu)).toEqual([own, further]);
    expect(files({ ...tofu, TERRAFORM_BINARY_NAME: "terraform" })).toEqual([]);
    const main = write(".terraformrc", "");
    expect(files(tofu)).toEqual([main, further]);
  });

  test("in JSON is read as the same in HCL, with credentials and settings of other kinds", () => {
    const json = {
      plugin_cache_dir: "/cache",
      disable_checkpoint: true,
      credentials: { "app.example.com": { token: 'secret "1"' }, "other.example": [{ token: "2" }] },
      provider_installation: [
        {
          filesystem_mirror: [{ path: "/mirror", include: ["a.example/*/*"] }],
          dev_overrides: { "a/b": "/x" },
          direct: {},
        },
      ],
    };
    write(".terraformrc", ` \n${JSON.stringify(json)}`);
    const [{ text } = { text: "" }] = cliConfigurations(stack, { HOME: home });
    expect(text).toBe(
      [
        'plugin_cache_dir = "/cache"',
        "disable_checkpoint = true",
        'credentials "app.example.com" {\ntoken = "secret \\"1\\""\n}',
        'credentials "other.example" {\ntoken = "2"\n}',
        'provider_installation {\nfilesystem_mirror {\npath = "/mirror"\ninclude = ["a.example/*/*"]\n}\n' +
          'dev_overrides {\n"a/b" = "/x"\n}\ndirect {\n}\n}\n',
      ].join("\n"),
    );
    write(".terraformrc", "{ broken");
    expect(cliConfigurations(stack, { HOME: home })).toMatchObject([{ text: "{ broken" }]);
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
    ["there is no method", "provider_installation {}"],
    [
      "an override names it, for which init looks all the same",
      'provider_installation { dev_overrides { "npm.invalid/cdktf-dms-lifecycle/dms" = "/x" } }',
    ],
    ["another provider is overridden", 'provider_installation { dev_overrides { "a/b" = "/x" }\n direct {} }'],
  ])("is left out where %s", (_why, text) => {
    const where = write(".terraformrc", text);
    expect(leftOut()).toEqual({ where, kind: "provider_installation" });
  });

  test("is left out by a file in JSON too", () => {
    const where = write(".terraformrc", '{"provider_installation":[{"direct":[{}]}]}');
    expect(leftOut()).toEqual({ where, kind: "provider_installation" });
    write(".terraformrc", '{"provider_installation":[{"filesystem_mirror":[{"path":"terraform.d/plugins"}]}]}');
    expect(leftOut()).toBeUndefined();
  });

  test("that is not in its folder is found in the usual mirrors, or by settings", () => {
    rmSync(join(stack, "terraform.d"), { recursive: true });
    const elsewhere = (environment = {}) =>
      findLeftOut(stack, "0.1.0", { HOME: home, XDG_DATA_DIRS: folder, ...environment }, false);
    expect(elsewhere()).toEqual({ where: "vendor: false", kind: "no mirror" });
    expect(elsewhere({ XDG_DATA_HOME: join(folder, "data") })).toMatchObject({ kind: "no mirror" });
    addProvider(join(folder, "data", "terraform", "plugins"));
    expect(elsewhere({ XDG_DATA_HOME: join(folder, "data") })).toBeUndefined();
    addProvider(join(home, ".terraform.d", "plugins"));
    expect(elsewhere()).toBeUndefined();
    write(".terraformrc", "provider_installation { direct {} }");
    expect(elsewhere()).toMatchObject({ kind: "provider_installation" });
  });

  test("is left out by a mirror with another version", () => {
    const mirror = join(folder, "mirror");
    addProvider(mirror, "terraform-provider-dms_0.0.9_linux_amd64.zip");
    write(".terraformrc", `provider_installation { filesystem_mirror { path = "${mirror}" } }`);
    expect(leftOut()).toMatchObject({ kind: "provider_installation" });
    addProvider(mirror);
    expect(leftOut()).toBeUndefined();
  });

  test("is found or left out by the folders of -plugin-dir, with any file", () => {
    write(".terraformrc", "provider_installation { direct {} }");
    expect(leftOut({ TF_CLI_ARGS_init: "-upgrade -plugin-dir=terraform.d/plugins" })).toBeUndefined();
    expect(leftOut({ TF_CLI_ARGS_init: "-plugin-dir=/plugins -upgrade" })).toEqual({
      where: "TF_CLI_ARGS_init (-plugin-dir=/plugins)",
      kind: "-plugin-dir",
    });
  });
});
