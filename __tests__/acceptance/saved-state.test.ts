import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyProven, dueRows, expectNothingLeft, unwrapped } from "../support/acceptance/proof";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const names = ["audit", "orders"] as const;

interface Saved {
  schema_version: number;
  attributes: Record<string, Record<string, Record<string, unknown>>>;
}

function without<T>(object: Record<string, T>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

describe("state that another version of the provider has written", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  beforeEach(async () => {
    workspace = await createWorkspace({ hcl: lifecycle(triggered(names, "1")), emulator: { seed: seedOf(names) } });
    await workspace.apply();
    workspace.configure(lifecycle(triggered(names, "2")));
    expect((await workspace.apply()).code).toBe(0);
  });

  const edit = (change: (saved: Saved) => void): void => {
    const file = join(workspace.folder, "terraform.tfstate");
    const state = JSON.parse(readFileSync(file, "utf8")) as { resources: { instances: Saved[] }[] };
    change(state.resources[0]!.instances[0]!);
    writeFileSync(file, JSON.stringify(state));
  };

  test("without attributes of results that came later: the plan is empty, and goes on as before", async () => {
    edit((saved) => {
      const { results } = saved.attributes;
      for (const name of names) results![name] = without(results![name]!, ["left_at", "request_id", "error_code"]);
    });
    await expectNothingLeft(workspace);
    await expectNothingLeft(workspace, "-refresh=false");
    workspace.configure(lifecycle(triggered(names, "3")));
    expect((await applyProven(workspace)).due).toHaveLength(2);
  });

  test("without whole attributes: instances are not restarted, a refresh restores the readable parts", async () => {
    edit((saved) => {
      const newer = ["observed", "planned_actions", "unfinished", "rollout", "timeouts", "on_failure"];
      saved.attributes = without(saved.attributes, newer);
    });
    expect(dueRows(await workspace.plan())).toEqual([]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls()).toHaveLength(1);
    expect((await workspace.state()).observed).toMatchObject({ orders: { status: "RUNNING" } });
    await expectNothingLeft(workspace);
    await expectNothingLeft(workspace, "-refresh=false");
  });

  test("with words and attributes from a later version of the same schema: they are left out, nothing is due", async () => {
    edit(({ attributes }) => {
      attributes["invented_later"] = { some: { thing: 1 } };
      attributes["results"]!["orders"]!["invented_later"] = true;
      attributes["results"]!["orders"]!["result"] = "success";
    });
    await expectNothingLeft(workspace);
    await expectNothingLeft(workspace, "-refresh=false");
  });

  test("with an unknown result: it is verified, not sent again", async () => {
    edit(({ attributes }) => {
      attributes["results"]!["orders"]!["result"] = "maybe";
      attributes["results"]!["orders"]!["left_at"] = attributes["results"]!["orders"]!["submitted_at"];
    });
    expect(dueRows(await workspace.plan())).toEqual([["orders", "verify", 1]]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls()).toHaveLength(1);
    expect((await workspace.state()).results).toMatchObject({ orders: { result: "success" } });
    await expectNothingLeft(workspace);
  });

  test("with a newer schema version: Terraform refuses it, and nothing is touched", async () => {
    edit((saved) => {
      saved.schema_version = 1;
    });
    expect(unwrapped(await workspace.planFails())).toContain("managed by newer provider version");
    expect(workspace.calls()).toHaveLength(1);
  });

  test("lost completely: the fleet is adopted again, and nothing is restarted", async () => {
    writeFileSync(join(workspace.folder, "terraform.tfstate"), "");
    await applyProven(workspace);
    expect(workspace.calls()).toHaveLength(1);
    expect(workspace.emulator.instances()).toMatchObject(seedOf(names));
    expect(idOf("orders")).toBe((await workspace.state()).observed?.["orders"]?.instance_id);
  });
});
