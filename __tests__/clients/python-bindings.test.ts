import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { DmsKit } from "../../lib/testing";
import { startKit } from "../../lib/testing/running-kit";
import { pythonWithCdktf } from "../support/clients/installed-clients";
import { attachProvider } from "../support/provider/attach-provider";
import { writeProviderMirror } from "../support/provider/provider-mirror";

const root = resolve(__dirname, "../..");
const ids = ["54602a9d-5e22-4239-9123-77e350df4a34", "7166cdea-dbad-4d79-9610-7163e6f8b640"] as const;

/** The page's warning about forms that come out wrong. It stands there as long as they do. */
const forms = `
import json
from cdktf import App, Fn, Op, TerraformOutput, TerraformStack, Testing
from imports.dms.instance_lifecycle import InstanceLifecycle, InstanceLifecycleInstances

stack = TerraformStack(App(), "s")
kafka = InstanceLifecycle(stack, "k", instances={"orders": InstanceLifecycleInstances(instance_id="i")})
TerraformOutput(stack, "get", value=kafka.results.get("orders").result)
TerraformOutput(stack, "lookup", value=Fn.lookup_nested(kafka.results, ["orders", "result"]))
TerraformOutput(stack, "eq", value=Op.eq(Fn.length_of(kafka.unfinished), 0))
TerraformOutput(stack, "lt", value=Op.lt(Fn.length_of(kafka.unfinished), 1))
try:
    InstanceLifecycle(stack, "d", instances={"orders": {"instance_id": "i"}})
except Exception as error:
    refused = str(error)
print(json.dumps({"outputs": json.loads(Testing.synth(stack))["output"], "refused": refused}))
`;

describe("classes for Python that are generated from a mirror", () => {
  let folder: string;
  let kit: DmsKit;
  let python: string;
  beforeAll(async () => {
    python = await pythonWithCdktf();
    folder = mkdtempSync(join(tmpdir(), "dms-python-"));
    cpSync(join(root, "examples/python"), folder, { recursive: true });
    const mirror = join(folder, "mirror");
    writeProviderMirror(mirror);
    writeFileSync(
      join(folder, "terraformrc"),
      `provider_installation {\n  filesystem_mirror { path = "${mirror}" }\n}\n`,
    );
    await run(join(root, "node_modules/.bin/cdktf"), "get");
  }, 280_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    kit = await startKit(
      { instances: ids.map((instance_id) => ({ instance_id, name: instance_id.slice(0, 4) })) },
      attachProvider,
    );
  });
  afterEach(() => kit.stop());

  async function run(program: string, ...args: readonly string[]): Promise<string> {
    const env = { ...process.env, TF_CLI_CONFIG_FILE: join(folder, "terraformrc"), CI: "1" };
    return (await promisify(execFile)(program, args, { cwd: folder, env })).stdout;
  }

  /** The stack that the program of the page writes for these settings. */
  async function synthesized(settings: string): Promise<{ readonly folder: string }> {
    writeFileSync(join(folder, "broker.properties"), settings);
    await run(python, "main.py");
    return { folder: join(folder, "cdktf.out/stacks/kafka-fleet") };
  }

  test("the program of the page adopts, restarts one by one, and its gate fails for unfinished instances", async () => {
    await kit.deploy(await synthesized("log.retention.hours=48"));
    expect(kit.calls()).toEqual([]);
    const changed = await synthesized("log.retention.hours=72");
    kit.setFaults([{ on: { operation: "action", instance: ids[1], times: 1 }, do: { item: "failed" } }]);
    await expect(kit.deploy(changed)).rejects.toThrow("Unfinished: payments.");
    expect(kit.outputs()).toMatchObject({ unfinished: ["payments"], results: { orders: { result: "success" } } });
    await kit.deploy(changed);
    expect(kit.calls().map(({ action, instances }) => [action, instances])).toEqual([
      ["restart", [ids[0]]],
      ["restart", [ids[1]]],
      ["restart", [ids[1]]],
    ]);
    expect((await kit.plan(changed)).isEmpty).toBe(true);
  });

  test("the forms that the page warns of are wrong, and their replacements are right", async () => {
    const { outputs, refused } = JSON.parse(await run(python, "-c", forms)) as {
      outputs: Readonly<Record<string, { value: string }>>;
      refused: string;
    };
    const value = (name: string): string => outputs[name]!.value;
    expect([value("get"), value("lookup")]).toEqual([
      "${dms_instance_lifecycle.k.results[orders].result}",
      "${dms_instance_lifecycle.k.results.orders.result}",
    ]);
    expect(value("eq")).toContain("== undefined");
    expect(value("lt")).toBe("${(length(dms_instance_lifecycle.k.unfinished) < 1)}");
    expect(refused).toContain("Unable to deserialize value");
  });
});
