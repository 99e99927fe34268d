import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { createEmulator } from "../../../lib/emulator/emulator";
import type { SeedFile } from "../../../lib/emulator/seed/seed";
import { readProjectFile } from "../../support/docs/markdown";

const root = resolve(__dirname, "../../..");
const seed = JSON.parse(readProjectFile("examples/fleet.json")) as SeedFile;
const instances = Object.values(seed.projects ?? {}).flat();

/** The ids in the configurations and programs of an example. */
function idsIn(folder: string): readonly string[] {
  const files = readdirSync(join(root, "examples", folder)).filter((name) => /\.(tf|ts)$/.test(name));
  const text = files.map((name) => readProjectFile(`examples/${folder}/${name}`)).join("\n");
  return text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
}

test.each(["first-fleet", "plain-hcl", "rolling-restart", "retiring-instances"])(
  "the fleet of the guides has every instance of %s",
  (folder) => {
    const ids = idsIn(folder);
    expect(ids.length).toBeGreaterThan(1);
    expect(instances.map(({ instance_id }) => instance_id)).toEqual(expect.arrayContaining([...ids]));
  },
);

test("the fleet of the guides has failed creations to purge, and the list that the guide on plain HCL filters", () => {
  expect(instances.filter(({ status }) => status === "CREATEFAILED")).toHaveLength(1);
  expect(instances.filter(({ name, tags }) => /^audit-/.test(name as string) && tags !== undefined)).toHaveLength(2);
});

test("the emulator takes the fleet of the guides", () => {
  expect(() => createEmulator({ seed })).not.toThrow();
});
