import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";
import { hasActions, programsUnderTest } from "../support/versions/programs";

const examples = resolve(__dirname, "../../examples");
const example = (path: string): string =>
  readFileSync(join(examples, "plain-hcl", path), "utf8").replace(
    '"../modules/fleet"',
    JSON.stringify(join(examples, "modules/fleet")),
  );

const ids = ["54602a9d-5e22-4239-9123-77e350df4a34", "7166cdea-dbad-4d79-9610-7163e6f8b640"] as const;
const seed = { projects: { "0123456789abcdef0123456789abcdef": ids.map((instance_id) => ({ instance_id })) } };
const config = (value: string): readonly string[] => ["-var", `broker_config=${value}`];

/** The configuration of the page, without its provider block and its waits: a workspace has a block of its own. */
const fleet = example("main.tf")
  .replace(/^terraform {[^]*?^}\n/m, "")
  .replace('provider "dms" {}\n', "")
  .replace(', pause_between = "2m"', "");

const programs = programsUnderTest(["1.6.6", "1.15.5"]);

describe.each(programs.map((each) => [each.title, each] as const))("the page on plain HCL, on %s", (_, program) => {
  let path: string;
  let workspace: Workspace;
  beforeAll(async () => {
    path = await program.program();
  }, 300_000);
  afterEach(() => workspace.dispose());

  const restarts = (): readonly unknown[] => workspace.calls().map(({ action, instances }) => [action, instances]);

  test("its module adopts, restarts one after the other, and leaves an empty plan", async () => {
    workspace = await createWorkspace({ hcl: fleet, emulator: { seed }, runs: "both", program: path });
    expect((await workspace.apply(config("1"))).code).toBe(0);
    expect((await workspace.apply(config("2"))).code).toBe(0);
    expect(restarts()).toEqual(ids.map((id) => ["restart", [id]]));
    expect(await workspace.isSettled(config("2"))).toBe(true);
  });

  if (hasActions(program)) {
    test("its action restarts the module's instances, and leaves an empty plan", async () => {
      const hcl = fleet + example("action/action.tf");
      workspace = await createWorkspace({ hcl, emulator: { seed }, runs: "both", program: path });
      expect((await workspace.apply(config("1"))).code).toBe(0);
      const invoked = await workspace.apply(["-invoke=action.dms_restart_instances.kafka_now", ...config("1")]);
      expect(invoked.code).toBe(0);
      expect(restarts()).toEqual(ids.map((id) => ["restart", [id]]));
      expect(await workspace.isSettled(config("1"))).toBe(true);
    });
  }
});
