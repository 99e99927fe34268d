import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serveReattach, type Reattachable } from "../support/provider/serve-reattach";
import { createTfplugin6Services } from "../../lib/tfplugin6/services";
import { createFakeServer } from "../support/protocol/fake-server";
import { bundlePlugin } from "../support/protocol/process";
import { createProbeFolder, probeSource, type ProbeFolder } from "../support/protocol/terraform";

const head = `
terraform {
  required_providers {
    probe = { source = "${probeSource}" }
  }
}
`;

/** Every kind of value that has a trap in it. */
const thingBlock = `
resource "terraform_data" "late" { input = "late" }
resource "probe_thing" "a" {
  name     = "a"
  secret   = "hidden"
  amount   = 0.1
  labels   = { "__proto__" = "x", b = "ü", "1" = "one" }
  zones    = ["z2", "z1"]
  pairs = [
    { left = "beyond int64", right = 12345678901234567890 },
    { left = "beyond 2^53", right = 9007199254740993 },
    { left = null, right = 1e20 },
    { left = "\${terraform_data.late.output}", right = -0.5 },
  ]
  things = {
    "__proto__" = { value = "v" }
    known       = { value = terraform_data.late.id }
  }
  place = { city = "c" }
}
data "probe_echo" "e" { text = probe_thing.a.id }
output "echo" { value = data.probe_echo.e.echo }
output "right" { value = probe_thing.a.pairs[*].right }
output "notes" { value = { for key, thing in probe_thing.a.things : key => thing.note } }
output "labels" { value = probe_thing.a.labels }
`;

const outputsOf = (json: string): Record<string, unknown> => {
  const outputs = Object.entries(JSON.parse(json) as Record<string, { value: unknown }>);
  return Object.fromEntries(outputs.map(([name, { value }]) => [name, value]));
};

let terraform: ProbeFolder;
beforeEach(() => {
  terraform = createProbeFolder();
});
afterEach(() => terraform.dispose());

describe("the real Terraform, starting the process itself", () => {
  test("applies, plans nothing after that, replaces, imports and destroys", async () => {
    const bundle = await bundlePlugin();
    try {
      terraform.installProbe(bundle.file);
      terraform.write(head + thingBlock);
      expect(await terraform.run(["init", "-no-color"])).toMatchObject({ code: 0 });
      expect(await terraform.run(["validate", "-no-color"])).toMatchObject({ code: 0 });
      const applied = await terraform.run(["apply", "-auto-approve", "-no-color"]);
      expect(applied.output).toContain("2 added, 0 changed, 0 destroyed");
      expect(applied.output).not.toContain("hidden");

      const { output } = await terraform.run(["output", "-json"]);
      expect(output).toContain("12345678901234567890");
      expect(output).toContain("9007199254740993");
      expect(outputsOf(output)).toMatchObject({
        echo: "id-a",
        notes: JSON.parse('{"__proto__":"note-__proto__","known":"note-known"}') as unknown,
        labels: JSON.parse('{"__proto__":"x","b":"ü","1":"one"}') as unknown,
      });

      expect(await terraform.run(["plan", "-detailed-exitcode", "-no-color"])).toMatchObject({ code: 0 });
      const unrefreshed = await terraform.run(["plan", "-detailed-exitcode", "-refresh=false", "-no-color"]);
      expect(unrefreshed).toMatchObject({ code: 0 });

      terraform.write(head + thingBlock.replace('city = "c"', 'city = "d"'));
      const replaced = await terraform.run(["apply", "-auto-approve", "-no-color"]);
      expect(replaced.output).toContain('city = "c" -> "d" # forces replacement');

      expect(await terraform.run(["destroy", "-auto-approve", "-no-color"])).toMatchObject({ code: 0 });
      terraform.write(`${head}resource "probe_thing" "a" { name = "imported" }`);
      expect(await terraform.run(["import", "-no-color", "probe_thing.a", "imported"])).toMatchObject({ code: 0 });
      const { output: state } = await terraform.run(["state", "show", "-no-color", "probe_thing.a"]);
      expect(state).toContain('id   = "id-imported"');
      expect(readdirSync(terraform.folder).filter((name) => name.startsWith("plugin-"))).toEqual([]);
    } finally {
      bundle.remove();
    }
  });
});

describe("the real Terraform, attached to a server in this process", () => {
  let serving: Reattachable;
  let onWaiting: () => void;
  let env: Readonly<Record<string, string>>;

  beforeEach(() => {
    onWaiting = () => undefined;
    const server = createFakeServer({ onWaiting: () => onWaiting() });
    serving = serveReattach({
      services: () => createTfplugin6Services(server),
      protocolVersion: 6,
      name: probeSource,
      log: () => undefined,
    });
    env = { TF_REATTACH_PROVIDERS: serving.json };
  });
  afterEach(() => serving.close());

  test("points at the lines that diagnostics name, command after command", async () => {
    terraform.write(`${head}resource "probe_thing" "a" {\n  name = "invalid"\n  things = { a = { value = "v" } }\n}\n`);
    for (const command of ["validate", "plan"]) {
      const { code, output } = await terraform.run([command, "-no-color"], { env });
      expect(code).toBe(1);
      expect(output).toMatch(
        /Error: Bad Name[^]*on main\.tf line 8[^]*8: {3}name = "invalid"[^]*The name is invalid\./,
      );
      expect(output).toMatch(/Warning: Odd Thing[^]*on main\.tf line 9[^]*9: {3}things/);
    }
  });

  test("shows the message of an exception", async () => {
    terraform.write(`${head}resource "probe_thing" "a" { name = "throws" }`);
    const { code, output } = await terraform.run(["apply", "-auto-approve", "-no-color"], { env });
    expect(code).toBe(1);
    expect(output.replace(/\s+/g, " ")).toContain("rpc error: code = Internal desc = Kaputt: 100 % schön");
  });

  test("names the remedy for state in the format of Terraform 0.11", async () => {
    terraform.write(`${head}resource "probe_thing" "a" { name = "n" }`);
    const instance = { schema_version: 0, attributes_flat: { id: "id-n", name: "n" } };
    const resource = {
      mode: "managed",
      type: "probe_thing",
      name: "a",
      provider: `provider["${probeSource}"]`,
      instances: [instance],
    };
    const state = {
      version: 4,
      terraform_version: "0.12.0",
      serial: 1,
      lineage: "x",
      outputs: {},
      resources: [resource],
    };
    writeFileSync(join(terraform.folder, "terraform.tfstate"), JSON.stringify(state));
    const { code, output } = await terraform.run(["plan", "-no-color"], { env });
    expect(code).toBe(1);
    expect(output).toMatch(
      /Error: State Cannot Be Read[^]*The state of probe_thing is in the format of Terraform 0\.11/,
    );
    expect(output).not.toContain("rpc error");
  });

  test("saves the partial state that an interrupted apply returns with its error", async () => {
    terraform.write(`${head}resource "probe_thing" "a" { name = "waits" }`);
    const { process: child, finished: done } = terraform.start(["apply", "-auto-approve", "-no-color"], { env });
    onWaiting = () => child.kill("SIGINT");
    const { code, output } = await done;
    expect(code).toBe(1);
    expect(output).toContain("Error: Stopped");
    const { output: state } = await terraform.run(["state", "show", "-no-color", "probe_thing.a"], { env });
    expect(state).toContain('id   = "id-waits"');
  });
});
