import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle } from "../../lib";
import { createFolder } from "../support/acceptance/terraform";
import { projectId } from "../support/acceptance/workspace";
import { attachProvider } from "../support/provider/attach-provider";
import { startCdktf } from "../support/synth/cdktf";
import { batchesOf, createDeployment, type Deployment, idOf, startFleet } from "../support/synth/deployment";

let fleet: Awaited<ReturnType<typeof startFleet>>;
beforeEach(async () => {
  fleet = await startFleet(["orders", "audit"]);
});
afterEach(() => fleet.close());

describe("what the page on InstanceLifecycle says of Terraform's tools", () => {
  let deployment: Deployment;
  beforeEach(() => {
    deployment = createDeployment();
  });
  afterEach(() => deployment.dispose());

  const declare = (version: string, prepare: (kafka: InstanceLifecycle) => void = () => undefined): void => {
    deployment.synth((stack) => {
      new DmsProvider(stack, "dms", { endpoint: fleet.url, projectId, pollInterval: "50ms", maxRetries: 0 });
      const instances = { orders: { instanceId: idOf("orders") } };
      prepare(new InstanceLifecycle(stack, "kafka", { restartTriggers: { version }, instances }));
    });
  };
  /** The addresses of a type in the synthesized stack. */
  const addressesOf = (type: string): readonly string[] => {
    const text = readFileSync(join(deployment.folder, "cdktf.out", "stacks", "fleet", "cdk.tf.json"), "utf8");
    const { resource } = JSON.parse(text) as { readonly resource: Readonly<Record<string, object>> };
    return Object.keys(resource[type] ?? {}).map((name) => `${type}.${name}`);
  };

  test("-target of the resource leaves the gate out, and -target of the gate brings the lifecycle along", async () => {
    declare("1");
    await deployment.mustApply();
    fleet.setFaults([{ on: { operation: "action" }, do: { status: 400 } }]);
    declare("2");
    const [lifecycle = ""] = addressesOf("dms_instance_lifecycle");
    const [gate = ""] = addressesOf("terraform_data");
    expect(gate).toMatch(/_gate_/);
    expect((await deployment.startApply(`-target=${lifecycle}`).finished).code).toBe(0);
    const gated = await deployment.startApply(`-target=${gate}`).finished;
    expect(gated).toMatchObject({ code: 1, output: expect.stringContaining("1 to change") as string });
    expect(batchesOf(fleet)).toEqual(["restart orders", "restart orders"]);
  });

  test("importFrom imports by name=id, without a call, and leaves an empty plan", async () => {
    declare("1", (kafka) => kafka.resource.importFrom(`orders=${idOf("orders")}`));
    const { output } = await deployment.mustApply();
    expect(output).toContain("1 imported");
    expect(batchesOf(fleet)).toEqual([]);
    expect(await deployment.isSettled()).toBe(true);
    declare("2");
    await deployment.mustApply();
    expect(batchesOf(fleet)).toEqual(["restart orders"]);
  });
});

test("terraform test with mock_provider mocks unfinished, and neither results nor planned_actions", async () => {
  const folder = createFolder("dms-mock-", {}, attachProvider);
  const main = `
    terraform {
      required_providers { dms = { source = "npm.invalid/cdktf-dms-lifecycle/dms" } }
    }
    resource "dms_instance_lifecycle" "kafka" { instances = { orders = { instance_id = "${idOf("orders")}" } } }
    output "unfinished" { value = dms_instance_lifecycle.kafka.unfinished }
    output "results" { value = dms_instance_lifecycle.kafka.results }
    output "planned" { value = dms_instance_lifecycle.kafka.planned_actions }`;
  const results = '{ orders = { result = "success" } }';
  const mocked = `
    mock_provider "dms" {
      mock_resource "dms_instance_lifecycle" {
        defaults = { unfinished = ["orders"], results = ${results} }
      }
    }
    run "mocked" {
      assert {
        condition     = output.unfinished == tolist(["orders"])
        error_message = "unfinished"
      }
      assert {
        condition     = length(output.results) == 0 && length(output.planned) == 0
        error_message = "results"
      }
    }
    run "overridden" {
      override_resource {
        target = dms_instance_lifecycle.kafka
        values = { unfinished = ["audit"], results = ${results} }
      }
      assert {
        condition     = length(output.results) == 0
        error_message = "results"
      }
    }`;
  try {
    writeFileSync(join(folder.folder, "main.tf"), main);
    mkdirSync(join(folder.folder, "tests"));
    writeFileSync(join(folder.folder, "tests", "mocked.tftest.hcl"), mocked);
    const init = await folder.run(["init", "-no-color"]);
    expect(init.output).toContain("successfully initialized");
    const { code, output } = await folder.run(["test", "-no-color"]);
    expect([code, output]).toEqual([0, expect.stringContaining("2 passed, 0 failed")]);
    expect(fleet.journal()).toEqual([]);
  } finally {
    await folder.dispose();
  }
});

describe("cdktf deploy --skip-synth, from an artefact that lost its hidden files", () => {
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), "dms-artefact-"));
  });
  afterEach(() => rmSync(place, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));

  test("asks npm.invalid, and with CDKTF_SKIP_PROVIDER_LOCK=true it deploys", async () => {
    const [made, artefact] = [join(place, "made"), join(place, "artefact")];
    mkdirSync(made);
    const app = new App({ outdir: join(made, "cdktf.out"), stackTraces: false });
    const stack = new TerraformStack(app, "fleet");
    new LocalBackend(stack, { path: join(place, "state") });
    new DmsProvider(stack, "dms", { endpoint: fleet.url, projectId, pollInterval: "50ms" });
    const instances = { orders: { instanceId: idOf("orders") } };
    const kafka = new InstanceLifecycle(stack, "kafka", { restartOnCreate: true, instances });
    new TerraformOutput(stack, "orders", { value: kafka.resultOf("orders").result });
    app.synth();
    const isHidden = (path: string): boolean => /\/\.[^/]*$/.test(path);
    cpSync(made, artefact, { recursive: true, filter: (path) => !isHidden(path) });
    writeFileSync(
      join(artefact, "cdktf.json"),
      JSON.stringify({ language: "typescript", app: "false", sendCrashReports: "false" }),
    );
    expect(readdirSync(join(artefact, "cdktf.out", "stacks", "fleet")).sort()).toEqual(["cdk.tf.json", "terraform.d"]);

    const deploy = (env = {}) => startCdktf(artefact, ["deploy", "--skip-synth", "--auto-approve"], env).finished;
    const { code, output } = await deploy();
    expect([code, output]).toEqual([1, expect.stringContaining("npm.invalid")]);
    expect(await deploy({ CDKTF_SKIP_PROVIDER_LOCK: "true" })).toMatchObject({ code: 0 });
    expect(batchesOf(fleet)).toEqual(["restart orders"]);
  });
});
