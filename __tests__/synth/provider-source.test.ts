import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack, Testing } from "cdktf";
import { DmsProvider, type DmsProviderProps } from "../../lib";
import { refusalOf, type SynthesizedStack } from "../support/synth/stack";

const source = "registry.example.com/team/dms";

test("a source replaces the provider in the stack and its address", () => {
  const outdir = mkdtempSync(join(tmpdir(), "dms-source-"));
  try {
    const app = Testing.stubVersion(new App({ outdir }));
    const stack = new TerraformStack(app, "fleet");
    new DmsProvider(stack, "dms", { source });
    new DmsProvider(stack, "nl", { source, alias: "nl" });
    app.synth();
    const folder = join(outdir, "stacks", "fleet");
    const { terraform, provider } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as SynthesizedStack;
    expect(terraform.required_providers["dms"]).toMatchObject({ source });
    expect(JSON.stringify(provider)).not.toContain("source");
    expect(existsSync(join(folder, "terraform.d"))).toBe(false);
    expect(existsSync(join(folder, ".terraform.lock.hcl"))).toBe(false);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});

test("a stack has one source: a second one is refused, and named", () => {
  const message = refusalOf((stack) => new DmsProvider(stack, "nl", { alias: "nl", source }));
  expect(message).toContain(
    'source is "registry.example.com/team/dms". Allowed: "npm.invalid/cdktf-dms-lifecycle/dms", as of "demo/dms"',
  );
});

test.each(["team/dms", "registry.example.com/team/kafka", "https://registry.example.com/team/dms", "", 7])(
  "%p is refused as a source",
  (given) => {
    const props = { alias: "nl", source: given } as DmsProviderProps;
    expect(refusalOf((stack) => new DmsProvider(stack, "nl", props))).toContain("Allowed: an address with its host");
  },
);

test("on Windows, synth says that the provider in the stack does not run there, and puts no Windows file there", () => {
  const outdir = mkdtempSync(join(tmpdir(), "dms-windows-"));
  const platform = Object.getOwnPropertyDescriptor(process, "platform")!;
  Object.defineProperty(process, "platform", { ...platform, value: "win32" });
  try {
    const stack = new TerraformStack(Testing.stubVersion(new App({ outdir })), "fleet");
    const provider = new DmsProvider(stack, "dms");
    App.of(stack).synth();
    const notes = provider.node.metadata.map(({ data }) => String(data));
    expect(notes).toContainEqual(expect.stringContaining("On Windows, run Terraform in WSL"));
    const written = readdirSync(join(outdir, "stacks", "fleet", "terraform.d"), { recursive: true, encoding: "utf8" });
    expect(written.filter((path) => path.includes("windows"))).toEqual([]);
    expect(written.filter((path) => path.endsWith("_linux_amd64.zip"))).toHaveLength(1);
  } finally {
    Object.defineProperty(process, "platform", platform);
    rmSync(outdir, { recursive: true, force: true });
  }
});

test("vendor beside a source is refused, because Terraform would not look there", () => {
  const message = refusalOf((stack) => new DmsProvider(stack, "nl", { alias: "nl", source, vendor: true }));
  expect(message).toContain("vendor is true. Allowed: false, because source is the address of the provider");
});
