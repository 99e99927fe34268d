import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createEmulator, type Emulator } from "../../lib/emulator/emulator";
import type { DmsKit } from "../../lib/testing";
import { startKit } from "../../lib/testing/running-kit";
import { batchesOf } from "../support/synth/deployment";
import { idOf, lifecycle, seedOf } from "../support/acceptance/hcl";
import { projectId } from "../support/acceptance/workspace";
import { attachProvider } from "../support/provider/attach-provider";

/** A folder's configuration of the provider: each leads to the real service with the real token. */
const real = (url: string) => `endpoint = "${url}"\n  token = "REAL"\n  project_id = "${projectId}"`;
const required = `terraform {\n  required_providers {\n    dms = { source = "npm.invalid/cdktf-dms-lifecycle/dms" }\n  }\n}\n`;
const due = lifecycle({ orders: { state: "deleted" } }, "allow_deletion = true");
const moduleWithProvider = `module "fleet" {\n  source = "./fleet"\n}\n`;

const folders: Readonly<Record<string, (url: string) => Readonly<Record<string, string>>>> = {
  "an unquoted label": (url) => ({ "main.tf": `${required}provider dms {\n  ${real(url)}\n}\n${due}` }),
  "an indented block": (url) => ({ "main.tf": `${required}   provider "dms" {\n  ${real(url)}\n   }\n${due}` }),
  "a comment before the label": (url) => ({
    "main.tf": `${required}provider /* */ "dms" {\n  ${real(url)}\n}\n${due}`,
  }),
  "another local name": (url) => ({
    "main.tf": `${required.replace("dms =", "queue =")}provider "queue" {\n  ${real(url)}\n}\n${due.replace("{", "{\n  provider = queue")}`,
  }),
  "a provider block in a module": (url) => ({
    "main.tf": moduleWithProvider,
    "fleet/main.tf": `${required}provider "dms" {\n  ${real(url)}\n}\n${due}`,
  }),
  "an override file": (url) => ({
    "main.tf": `${required}provider "dms" {}\n${due}`,
    "zz_override.tf": `provider "dms" {\n  ${real(url)}\n}\n`,
  }),
};

describe("a test kit, on a folder that names the real service", () => {
  let kit: DmsKit;
  let service: Emulator;
  let url: string;
  let place: string;
  beforeEach(async () => {
    kit = await startKit({ instances: [{ name: "orders", instance_id: idOf("orders") }] }, attachProvider);
    service = createEmulator({ seed: seedOf(["orders"]), speed: 2_000 });
    ({ url } = await service.listen());
    place = mkdtempSync(join(tmpdir(), "dms-confined-"));
  });
  afterEach(async () => {
    await kit.stop();
    await service.close();
    rmSync(place, { recursive: true });
  });

  const write = (files: Readonly<Record<string, string>>): { readonly folder: string } => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(resolve(place, path, ".."), { recursive: true });
      writeFileSync(join(place, path), text);
    }
    return { folder: place };
  };

  test.each(Object.keys(folders))("in %s: acts on its emulator, and the service sees no request", async (name) => {
    const { calls } = await kit.deploy(write(folders[name]!(url)));
    expect(calls).toMatchObject([{ action: "delete", instances: [idOf("orders")] }]);
    expect(kit.calls()).toEqual(calls);
    expect(service.journal()).toEqual([]);
    expect(batchesOf(service)).toEqual([]);
  });

  test("keeps its own state with any backend in an override; refuses an override that would override its own", async () => {
    const elsewhere = join(place, "..", `${place.split("/").at(-1)!}.tfstate`);
    const backend = `terraform {\n  backend "local" {\n    path = ${JSON.stringify(elsewhere)}\n  }\n}\n`;
    const files = { "main.tf": `${required}${due}` };
    await kit.deploy(write({ ...files, "zz_override.tf": backend }));
    expect(existsSync(elsewhere)).toBe(false);
    await expect(kit.deploy(write({ ...files, "~z_override.tf": backend }))).rejects.toThrow(
      "~z_override.tf would override",
    );
    expect(existsSync(elsewhere)).toBe(false);
  });

  test("refuses an environment that would leave the emulator, and a provider that made no call", async () => {
    const folder = write({ "main.tf": `${required}${due}` });
    const environment = { DMS_TEST_ENDPOINT: url, DMS_ENDPOINT: url, OS_TOKEN: "REAL" };
    await kit.deploy(folder, { environment });
    expect(service.journal()).toEqual([]);
    expect(kit.calls()).toHaveLength(1);

    const elsewhere = await startKit({}, ({ env, cwd }) =>
      attachProvider({ env: { ...env, DMS_TEST_ENDPOINT: url }, cwd }),
    );
    await expect(elsewhere.deploy(folder)).rejects.toThrow("The deploy ended without a call to the emulator");
    await elsewhere.stop();
  });

  test("refuses at every plan a provider that acts for real, also in an initialized folder", async () => {
    const plain = `${required}${due}`;
    await kit.plan(write({ "main.tf": plain }));
    const other = plain.replace("dms =", 'other = { source = "example.org/x/other" }\n    dms =');
    for (let time = 0; time < 2; time += 1) {
      await expect(kit.deploy(write({ "main.tf": other }))).rejects.toThrow("example.org/x/other");
    }
    expect(kit.calls()).toEqual([]);
  });

  test.each([
    ["beside the folder", () => "../net"],
    ["that init fetches", () => join(place, "net")],
  ])("refuses a remote state in a module %s, before anything reads it", async (_, source) => {
    const files = {
      "stack/main.tf": `module "net" {\n  source = ${JSON.stringify(source())}\n}\n`,
      "net/main.tf": `data terraform_remote_state net {\n  # backend = "local"\n  backend = "http"\n  config = { address = "${url}/state" }\n}\n`,
    };
    const folder = { folder: join(write(files).folder, "stack"), root: place };
    for (let time = 0; time < 2; time += 1) {
      await expect(kit.plan(folder)).rejects.toThrow(/net\/main\.tf reads a remote state/);
    }
    expect(service.journal()).toEqual([]);
  });
});
