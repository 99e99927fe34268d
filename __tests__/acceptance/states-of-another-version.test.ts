import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { privateDataOfAnotherVersion } from "../../lib/provider/messages";
import { lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyProven, dueRows } from "../support/acceptance/proof";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const names = ["audit", "orders"] as const;
const fixtures = join(__dirname, "..", "support", "fixtures", "states-0.1.0");
const { summary } = privateDataOfAnotherVersion();

describe("a state that version 0.1.0 has written, with its private data", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const start = async (name: string, hcl: string): Promise<void> => {
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(names) } });
    copyFileSync(join(fixtures, `${name}.tfstate`), join(workspace.folder, "terraform.tfstate"));
  };
  const warnings = (output: string): number => output.split(`Warning: ${summary}`).length - 1;
  const shownPlan = async (...args: readonly string[]): Promise<string> => {
    const run = await workspace.terraform(["plan", "-no-color", "-input=false", ...args]);
    expect(run.code).toBe(0);
    return run.output;
  };

  test.each([[[]], [["-refresh=false"]]])("settled: the plan is empty and warns once (%j)", async (args) => {
    await start("settled", lifecycle(triggered(names, "2")));
    const shown = await shownPlan(...args);
    expect(shown).toContain("No changes.");
    expect(warnings(shown)).toBe(1);
    expect(dueRows(await workspace.plan(args))).toEqual([]);
  });

  test("settled: a changed trigger restarts, and the data of this version is read without a warning", async () => {
    await start("settled", lifecycle(triggered(names, "3")));
    expect((await applyProven(workspace)).due.map(([name]) => name)).toEqual([...names]);
    expect(warnings(await shownPlan())).toBe(0);
  });

  test("settled: a replacement acts on nothing by itself, also without a refresh", async () => {
    await start("settled", lifecycle(triggered(names, "2"), "restart_on_create = true"));
    const plan = await workspace.plan(["-refresh=false", "-replace=dms_instance_lifecycle.fleet"]);
    expect(dueRows(plan)).toEqual([]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls()).toEqual([]);
  });

  test.each([
    ["failed", "restart"],
    ["unknown", "verify"],
  ])("%s: unfinished actions are due, as their record says: %s", async (name, action) => {
    await start(name, lifecycle(triggered(names, "2")));
    expect(dueRows(await workspace.plan())).toEqual([["orders", action, 1]]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls()).toHaveLength(action === "restart" ? 1 : 0);
  });

  test("tainted: the successor does only the unfinished actions", async () => {
    await start("tainted", lifecycle(triggered(names, "1"), "restart_on_create = true"));
    expect((await applyProven(workspace)).due).toEqual([["orders", "restart", 1]]);
    expect(workspace.calls()).toHaveLength(1);
  });

  test("imported: the triggers of the first configuration are adopted, without a restart", async () => {
    await start("imported", lifecycle(triggered(names, "1")));
    expect((await applyProven(workspace)).due).toEqual([]);
    workspace.configure(lifecycle(triggered(names, "2")));
    expect((await applyProven(workspace)).due).toHaveLength(2);
  });

  test("F1: private data of a future format counts as absent, with one warning", async () => {
    await start("settled", lifecycle(triggered(names, "2")));
    const file = join(workspace.folder, "terraform.tfstate");
    const state = JSON.parse(readFileSync(file, "utf8")) as { resources: { instances: { private: string }[] }[] };
    const later = { format: 99, entries: "something else" };
    state.resources[0]!.instances[0]!.private = Buffer.from(JSON.stringify(later)).toString("base64");
    writeFileSync(file, JSON.stringify(state));
    const shown = await shownPlan();
    expect(shown).toContain("No changes.");
    expect(warnings(shown)).toBe(1);
  });
});
