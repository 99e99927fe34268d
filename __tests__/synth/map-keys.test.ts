import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformLocal, TerraformOutput, TerraformStack, Testing, ref } from "cdktf";
import { mapKey } from "../../lib/constructs/l1/binding";
import { runTerraform } from "../support/synth/terraform";

// Names people give to instances, and some that only a test would.
const keys = [
  "orders",
  "orders.eu-de",
  "7",
  "two words",
  'a "quoted" name',
  "back\\slash",
  "c:\\b\\f",
  "tab\there, line\nthere",
  "bell\u0007, back\bspace, form\ffeed",
  "größe 🚀 \u2028",
  "for",
  "[0]",
];

test("every key of a map is found by real Terraform under the index that is written for it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "map-keys-"));
  try {
    const stack = new TerraformStack(Testing.app(), "demo");
    new TerraformLocal(stack, "names", Object.fromEntries(keys.map((key) => [key, `value of ${key}`])));
    const found = keys.map((key) => ref(`local.names[${mapKey(key)}]`));
    new TerraformOutput(stack, "found", { value: found });
    writeFileSync(join(folder, "cdk.tf.json"), Testing.synth(stack));
    await runTerraform(folder, "apply", "-auto-approve", "-state=state");
    const state = JSON.parse(readFileSync(join(folder, "state"), "utf8")) as { outputs: { found: { value: unknown } } };
    expect(state.outputs.found.value).toEqual(keys.map((key) => `value of ${key}`));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
