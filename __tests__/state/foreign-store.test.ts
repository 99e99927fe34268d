import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DmsProvider, InstanceLifecycle } from "../../lib";
import { projectId } from "../support/acceptance/workspace";
import { createFolder } from "../support/acceptance/terraform";
import { type ObjectStore, startObjectStore } from "../support/state/object-store";
import { batchesOf, createDeployment, type Deployment, idOf, startFleet } from "../support/synth/deployment";

let store: ObjectStore;
let folder: string;
let environment: Readonly<Record<string, string>>;
beforeAll(async () => {
  store = await startObjectStore();
  folder = mkdtempSync(join(tmpdir(), "dms-store-"));
  const authority = join(folder, "authority.pem");
  writeFileSync(authority, store.certificatePem);
  environment = { SSL_CERT_FILE: authority, AWS_ACCESS_KEY_ID: "AK", AWS_SECRET_ACCESS_KEY: "SK" };
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const stateAt = (key: string): string => store.objects.get(`team-state/${key}`)!.toString();

test("the store keeps a state that Terraform's own settings damage, which is the reason for these settings", async () => {
  const terraform = createFolder("dms-plain-", environment);
  try {
    const backend = `terraform {
      backend "s3" {
        bucket = "team-state"
        key = "plain"
        region = "eu-de"
        endpoints = { s3 = "${store.url}" }
        use_path_style = true
        skip_credentials_validation = true
        skip_region_validation = true
        skip_requesting_account_id = true
        skip_metadata_api_check = true
        skip_s3_checksum = true
      }
    }
    output "name" { value = "orders" }`;
    writeFileSync(join(terraform.folder, "main.tf"), backend);
    for (const args of [["init"], ["apply", "-auto-approve"]]) {
      expect(await terraform.run([...args, "-no-color"])).toMatchObject({ code: 0 });
    }
    expect(stateAt("plain")).toMatch(/x-amz-checksum/);
    expect((await terraform.run(["plan", "-no-color"])).code).toBe(1);
  } finally {
    await terraform.dispose();
  }
});

describe("a state in another vendor's store, over https", () => {
  let fleet: Awaited<ReturnType<typeof startFleet>>;
  const checkouts: Deployment[] = [];
  beforeEach(async () => {
    fleet = await startFleet(["orders"]);
    store.objects.clear();
  });
  afterEach(async () => {
    for (const checkout of checkouts.splice(0)) await checkout.dispose();
    await fleet.close();
  });

  const checkout = (extra: Readonly<Record<string, string>> = {}): Deployment => {
    const created = createDeployment({
      ...environment,
      DMS_STATE: "s3",
      DMS_STATE_BUCKET: "team-state",
      DMS_STATE_REGION: "eu-de",
      DMS_STATE_ENDPOINT: store.url,
      ...extra,
    });
    checkouts.push(created);
    return created;
  };
  const write = (to: Deployment, version: string): void =>
    to.synth((stack) => {
      new DmsProvider(stack, "dms", { endpoint: fleet.url, projectId, pollInterval: "50ms" });
      const instances = { orders: { instanceId: idOf("orders") } };
      new InstanceLifecycle(stack, "kafka", { instances, restartTriggers: { version } });
    });

  test("is kept whole from deploy to deploy, and read by a colleague", async () => {
    const [one, two] = [checkout(), checkout()];
    write(one, "1");
    await one.mustApply();
    write(one, "2");
    await one.mustApply();
    expect(JSON.parse(stateAt("fleet.tfstate"))).toMatchObject({ version: 4 });
    write(two, "2");
    expect(await two.isSettled()).toBe(true);
    expect(batchesOf(fleet)).toEqual(["restart orders"]);
  });

  test("is kept whole with the keys and settings of a profile of the user's, which stay in force", async () => {
    const one = checkout({ AWS_PROFILE: "team", AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
    const settings = join(one.folder, "home", ".aws");
    mkdirSync(settings);
    const profile = "[profile team]\naws_access_key_id = AK\naws_secret_access_key = SK\n";
    writeFileSync(join(settings, "config"), profile);
    process.env["AWS_PROFILE"] = "team";
    try {
      write(one, "1");
    } finally {
      delete process.env["AWS_PROFILE"];
    }
    await one.mustApply();
    expect(JSON.parse(stateAt("fleet.tfstate"))).toMatchObject({ version: 4 });
  });

  describe("with use_lockfile", () => {
    const lock = "team-state/fleet.tfstate.tflock";
    const held = JSON.stringify({ ID: "1", Operation: "OperationTypeApply", Who: "anna@elsewhere", Version: "1.11.4" });
    const locking = (): Deployment => {
      const one = checkout();
      one.synth((stack) => {
        stack.addOverride("terraform.backend.s3.use_lockfile", true);
        new DmsProvider(stack, "dms", { endpoint: fleet.url, projectId, pollInterval: "50ms" });
        new InstanceLifecycle(stack, "kafka", { instances: { orders: { instanceId: idOf("orders") } } });
      });
      return one;
    };
    afterEach(() => {
      store.heedsConditions = false;
    });

    test("is kept whole, and a deploy beside another is refused by a store that heeds conditions", async () => {
      store.heedsConditions = true;
      const one = locking();
      await one.mustApply();
      expect(JSON.parse(stateAt("fleet.tfstate"))).toMatchObject({ version: 4 });
      expect(store.objects.has(lock)).toBe(false);
      store.objects.set(lock, Buffer.from(held));
      const { code, output } = await one.apply();
      expect([code, output]).toEqual([1, expect.stringMatching(/Error acquiring the state lock[^]*anna@elsewhere/)]);
    });

    test("does not keep deploys apart in a store that ignores conditions", async () => {
      store.objects.set(lock, Buffer.from(held));
      expect((await locking().apply()).code).toBe(0);
    });
  });
});
