import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type App, S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { DmsProvider, FailedInstancePurge, InstanceLifecycle } from "../../lib";
import { type DmsKit, startDms, TerraformFailed } from "../../lib/testing";
import { startKit } from "../../lib/testing/running-kit";
import { attachProvider } from "../support/provider/attach-provider";

const ids = {
  orders: "54602a9d-5e22-4239-9123-77e350df4a34",
  audit: "7166cdea-dbad-4d79-9610-7163e6f8b640",
};
const instances = Object.entries(ids).map(([name, instance_id]) => ({ name, instance_id }));

/** As a team writes it: endpoints of the cloud, state in a bucket, and waits. */
class Fleet extends TerraformStack {
  static config = "1";

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new S3Backend(this, { bucket: "team-state", key: "fleet", region: "eu-de" });
    new DmsProvider(this, "dms", {
      endpoint: "https://dms.eu-de.otc.t-systems.com",
      authUrl: "https://iam.eu-de.otc.t-systems.com/v3",
      userName: "ci",
      password: "secret",
      domainName: "OTC1",
      projectId: "0123456789abcdef0123456789abcdef",
      pollInterval: "1m",
    });
    const fleet = new InstanceLifecycle(this, "fleet", {
      rollout: { maxUnavailable: "1", pauseBetween: "30m", minReadyTime: "10m" },
    });
    const restartTriggers = { config: Fleet.config };
    fleet.addInstance("orders", { instanceId: ids.orders, restartTriggers });
    fleet.addInstance("audit", { instanceId: ids.audit, restartTriggers });
    new TerraformOutput(this, "unfinished", { value: fleet.unfinished });
  }
}

/** The provider installation that a company sets on its machines. */
const companySettings = `provider_installation {
  dev_overrides {
    "example.org/company/tool" = "/opt/tool"
  }
  network_mirror {
    url = "https://mirror.invalid/providers/"
  }
}
`;

describe("the test kit on a machine whose Terraform looks for providers in a company's mirror", () => {
  test("finds the provider beside the stack, and does not change the machine's settings", async () => {
    const place = mkdtempSync(join(tmpdir(), "dms-company-"));
    const settings = join(place, "company.tfrc");
    writeFileSync(settings, companySettings);
    process.env["TF_CLI_CONFIG_FILE"] = settings;
    const kit = await startDms({ instances });
    delete process.env["TF_CLI_CONFIG_FILE"];
    try {
      expect(await kit.plan(Fleet)).toMatchObject({ actions: [], isEmpty: false });
      expect(readFileSync(settings, "utf8")).toBe(companySettings);
    } finally {
      await kit.stop();
      rmSync(place, { recursive: true });
    }
  });
});

describe("the test kit on a stack whose provider comes from a registry of the team's", () => {
  test("runs the provider of the package instead", async () => {
    const kit = await startKit({ instances }, attachProvider);
    const fleet = (trigger: string) => (app: App) => {
      const stack = new TerraformStack(app, "fleet");
      new DmsProvider(stack, "dms", { source: "registry.invalid/team/dms" });
      const restartTriggers = { config: trigger };
      new InstanceLifecycle(stack, "fleet").addInstance("orders", { instanceId: ids.orders, restartTriggers });
    };
    try {
      await kit.deploy(fleet("1"));
      expect((await kit.deploy(fleet("2"))).calls).toMatchObject([{ action: "restart", instances: [ids.orders] }]);
    } finally {
      await kit.stop();
    }
  });
});

describe("the test kit", () => {
  let kit: DmsKit;
  beforeEach(async () => {
    Fleet.config = "1";
    kit = await startKit({ instances }, attachProvider);
  });
  afterEach(() => kit.stop());

  test("deploys a stack class with the real terraform, keeps its state, and tells the calls", async () => {
    const adopted = await kit.deploy(Fleet);
    expect(adopted).toMatchObject({ actions: [], calls: [], outputs: { unfinished: [] } });
    expect(await kit.plan(Fleet)).toMatchObject({ actions: [], isEmpty: true });

    Fleet.config = "2";
    const plan = await kit.plan(Fleet);
    expect(plan.isEmpty).toBe(false);
    expect(plan.actions.map(({ name, action, wave }) => [name, action, wave])).toEqual([
      ["audit", "restart", 1],
      ["orders", "restart", 2],
    ]);
    expect(plan.log).toContain("Clients Are Rejected During Restart");
    expect(kit.calls()).toEqual([]);

    const restarted = await kit.deploy(Fleet);
    expect(restarted.actions).toEqual(plan.actions);
    expect(restarted.calls.map(({ action, instances: of }) => [action, of])).toEqual([
      ["restart", [ids.audit]],
      ["restart", [ids.orders]],
    ]);
    expect(kit.calls()).toEqual(restarted.calls);
    expect(kit.statuses()).toEqual({ [ids.orders]: "RUNNING", [ids.audit]: "RUNNING" });
    expect((await kit.plan(Fleet)).isEmpty).toBe(true);
  });

  test("makes a failed deploy an error with terraform's text, and outputs the written values", async () => {
    await kit.deploy(Fleet);
    Fleet.config = "2";
    kit.setFaults([{ on: { operation: "action" }, do: { item: "failed" } }]);
    const failure = await kit.deploy(Fleet).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(TerraformFailed);
    expect((failure as TerraformFailed).message).toContain("Unfinished");
    expect(kit.outputs()).toEqual({ unfinished: ["audit", "orders"] });
    expect(kit.calls()).toHaveLength(1);

    kit.setFaults([]);
    await kit.deploy(Fleet);
    expect(kit.outputs()).toEqual({ unfinished: [] });
    expect(kit.calls().map(({ instances: of }) => of)).toEqual([[ids.audit], [ids.audit], [ids.orders]]);
  });

  test("takes a function that declares exactly one stack, and refuses others", async () => {
    const purge = (app: App): void => {
      const stack = new TerraformStack(app, "purge");
      new DmsProvider(stack, "dms");
      const failed = new FailedInstancePurge(stack, "failed", { engine: "kafka", allowDeletion: true });
      new TerraformOutput(stack, "purged", { value: failed.purged });
    };
    expect(await kit.deploy(purge)).toMatchObject({ calls: [], outputs: { purged: [] } });
    await expect(kit.deploy(() => undefined)).rejects.toThrow("this app has 0.");
    const two = (app: App) => ["a", "b"].map((id) => new TerraformStack(app, id));
    await expect(kit.deploy(two)).rejects.toThrow("One stack can be deployed at a time, and this app has 2: a, b.");
  });

  test("rejects with the refusals of synthesis or the plan", async () => {
    const retire = (allowDeletion: boolean, maxDeletions: number) => (app: App) => {
      const stack = new TerraformStack(app, "retire");
      new DmsProvider(stack, "dms");
      const fleet = new InstanceLifecycle(stack, "fleet", { allowDeletion, maxDeletions });
      for (const [name, instanceId] of Object.entries(ids)) {
        fleet.addInstance(name, { instanceId, desiredState: "deleted" });
      }
    };
    await expect(kit.plan(retire(false, 2))).rejects.toThrow('Allowed: "running", unless allowDeletion is true');
    await expect(kit.plan(retire(true, 1))).rejects.toThrow("maxDeletions is 1. Allowed: 2 or more");
    await kit.deploy(Fleet);
    kit.setFaults([
      { on: { operation: "list" }, do: { status: 403 } },
      { on: { operation: "get" }, do: { status: 403 } },
    ]);
    await expect(kit.plan(Fleet)).rejects.toThrow(/terraform plan failed:[^]*403/);
    expect(kit.calls()).toEqual([]);
  });

  test("stop leaves no files and no listening emulator", async () => {
    const started = await startDms();
    const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("dms-testing-"));
    const before = folders();
    await started.stop();
    expect(before.filter((name) => !folders().includes(name))).toHaveLength(1);
    await expect(fetch(started.url)).rejects.toThrow();
  });

  test("says in one sentence that terraform is missing", async () => {
    await expect(startDms({ terraform: "no-such-terraform" })).rejects.toThrow(
      'startDms needs terraform >= 1.5 on PATH, and "no-such-terraform" cannot be started. Install it, or name it with the option terraform.',
    );
  });
});

describe("the test kit, on plain HCL", () => {
  const hcl = (source: string): string => `
terraform {
  required_providers {
    dms = { source = "${source}" }
  }
  cloud {
    organization = "team"
    workspaces {
      name = "fleet"
    }
  }
}

provider "dms" {
  region = "eu-de"
}

provider "dms" {
  alias    = "asia"
  endpoint = "https://dms.ap-southeast-1.myhuaweicloud.com"
}

variable "config" {}

module "fleet" {
  source    = "../modules/fleet"
  config    = var.config
  providers = { dms = dms.asia }
}

output "observed" {
  value = module.fleet.observed
}
`;
  const fleetModule = (source: string): string => `
terraform {
  required_providers {
    dms = { source = "${source}" }
  }
}

variable "config" {}

resource "dms_instance_lifecycle" "fleet" {
  instances = {
    orders = { instance_id = "${ids.orders}", restart_triggers = { config = var.config } }
  }
}

output "observed" {
  value = dms_instance_lifecycle.fleet.observed
}
`;

  test.each([
    ["the package", "npm.invalid/cdktf-dms-lifecycle/dms", undefined],
    // One story with the provider as terraform starts it is enough.
    ["a registry of the team's", "registry.invalid/team/dms", attachProvider],
  ])(
    "deploys a folder and its modules with the provider of %s to the emulator, with any cloud and backend in it",
    async (_, source, attach) => {
      const root = mkdtempSync(join(tmpdir(), "dms-hcl-"));
      const kit = await startKit({ instances }, attach);
      const files = { "prod/main.tf": hcl(source), "modules/fleet/main.tf": fleetModule(source) };
      try {
        for (const [path, text] of Object.entries(files)) {
          mkdirSync(resolve(root, path, ".."), { recursive: true });
          writeFileSync(join(root, path), text);
        }
        const prod = { folder: join(root, "prod"), root };
        const deploy = (config: string) => kit.deploy(prod, { variables: { config } });
        expect((await deploy("1")).outputs).toMatchObject({ observed: { orders: { status: "RUNNING" } } });
        expect((await deploy("2")).calls).toMatchObject([{ action: "restart", instances: [ids.orders], status: 200 }]);
        expect((await deploy("2")).calls).toEqual([]);
        expect(existsSync(join(root, "prod", ".terraform"))).toBe(false);
      } finally {
        await kit.stop();
        rmSync(root, { recursive: true });
      }
    },
  );
});
