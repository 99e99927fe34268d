import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordPlaces } from "../../../lib/bin/memory/record-places";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "dms-record-places-"))));
afterEach(() => rmSync(root, { recursive: true }));

function folderOf(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The names of the state of a provider that Terraform has started in `folder`. */
function namesIn(
  folder: string,
  env: NodeJS.ProcessEnv = {},
): { readonly creations: string; readonly invocations: string } {
  const host = { env: { HOME: folderOf("home"), ...env }, cwd: folder };
  const { stateNames } = recordPlaces(host, (problem) => {
    throw new Error(problem);
  });
  return { creations: stateNames.ofCreations(), invocations: stateNames.ofInvocations() };
}

function initialized(name: string, type: string, config: object): string {
  const note = JSON.stringify({ version: 3, backend: { type, config } });
  writeFileSync(join(folderOf(`${name}/.terraform`), "terraform.tfstate"), note);
  return folderOf(name);
}

describe("the name of a state on this machine", () => {
  test("is another one in each folder and workspace, and stays the same", () => {
    const [one, two] = [folderOf("one"), folderOf("two")];
    const first = namesIn(one).creations;
    expect(namesIn(one).creations).toBe(first);
    const others = [namesIn(two), namesIn(one, { TF_WORKSPACE: "blue" })].map(({ creations }) => creations);
    expect(new Set([first, ...others]).size).toBe(3);
  });

  test("is the same after the data folder was deleted, and without the home that it was made in", () => {
    const folder = folderOf("app/cdktf.out/stacks/fleet");
    const first = namesIn(folder).creations;
    rmSync(join(folder, ".terraform"), { recursive: true });
    expect(namesIn(folder).creations).toBe(first);
    rmSync(join(root, "home"), { recursive: true });
    expect(namesIn(folder).creations).toBe(first);
  });

  test("is that of its path if no file can be kept", () => {
    const [one, two] = [initialized("one", "local", { path: "x" }), initialized("two", "local", { path: "x" })];
    for (const folder of [one, two]) chmodSync(join(folder, ".terraform"), 0o777);
    const env = { HOME: join(root, "nobody") };
    const first = namesIn(one, env).creations;
    expect(namesIn(one, env).creations).toBe(first);
    expect(namesIn(two, env).creations).not.toBe(first);
  });

  test("is the same for all invocations of an action: an action has no state", () => {
    expect(namesIn(folderOf("one")).invocations).toBe(namesIn(folderOf("two")).invocations);
  });
});

describe("the name of a state in a store", () => {
  test.each([
    ["pg", { conn_str: null, schema_name: null }],
    ["s3", { bucket: "b", key: "k" }],
    ["inmem", {}],
  ])("is the same wherever %s is initialized", (type, config) => {
    const [one, two] = ["one", "two"].map((name) => namesIn(initialized(name, type, config)));
    expect(one).toEqual(two);
    expect(one).not.toEqual(namesIn(initialized("three", "local", config)));
  });

  test("does not show an address, which may have a password in it", () => {
    const address = "https://tf:hunter2@state.example/fleet?token=hunter3";
    expect(JSON.stringify(namesIn(initialized("one", "http", { address })))).not.toMatch(/hunter|example/);
  });
});
