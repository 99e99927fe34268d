import { rmSync } from "node:fs";
import { join } from "node:path";
import { forget } from "../support/acceptance/forget";
import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyPlanProven, applyProven, dueRows, expectNothingLeft } from "../support/acceptance/proof";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const names = ["ant", "bee", "cat"] as const;
const failing = (name: string) =>
  ({ on: { operation: "action", instance: idOf(name), times: 1 }, do: { item: "failed" } }) as const;

/** The knowledge of every object of the one before it: model/objects-that-follow.test.ts. */
describe("a resource that takes the place of another", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const start = async (hcl: string, failed?: string): Promise<void> => {
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(names) } });
    if (failed !== undefined) workspace.emulator.setFaults([failing(failed)]);
    expect((await workspace.apply()).code).toBe(failed === undefined ? 0 : 1);
  };
  const restarts = (name: string): number =>
    workspace.calls().filter(({ instances }) => instances?.includes(idOf(name))).length;

  test("a saved plan finishes a failed first apply on another machine", async () => {
    await start(lifecycle(triggered(names, "1"), "restart_on_create = true"), "bee");
    expect(dueRows(await workspace.plan())).toEqual([["bee", "restart", 1]]);
    rmSync(join(workspace.folder, ".terraform", "dms-lifecycle"), { recursive: true, force: true });
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(names.map(restarts)).toEqual([1, 2, 1]);
    await expectNothingLeft(workspace);
  });

  test("create_before_destroy by what depends on it: nothing is sent again after a failed first apply", async () => {
    const hcl = (trigger: string): string =>
      lifecycle(triggered(names, trigger), "restart_on_create = true") +
      `resource "terraform_data" "gate" {
  input            = dms_instance_lifecycle.fleet.unfinished
  triggers_replace = dms_instance_lifecycle.fleet.id
  lifecycle {
    create_before_destroy = true
  }
}
`;
    await start(hcl("1"), "bee");
    const { due } = await applyProven(workspace, ["-refresh=false"]);
    expect(due).toEqual([["bee", "restart", 1]]);
    await applyProven(workspace, ["-replace=dms_instance_lifecycle.fleet"]);
    expect(names.map(restarts)).toEqual([1, 2, 1]);
    workspace.configure(hcl("2"));
    expect((await applyProven(workspace)).due.map(([name]) => name)).toEqual([...names]);
  });

  test("S4: a successor whose creation was blocked by a dependency goes on in a later apply, also with more instances", async () => {
    const dependency = (command: string): string =>
      `resource "terraform_data" "first" {
  triggers_replace = "${command}"
  provisioner "local-exec" {
    command = "${command}"
  }
}
`;
    const hcl = (declared: readonly string[], command: string): string =>
      lifecycle(triggered(declared, "1"), "restart_on_create = true\n  depends_on = [terraform_data.first]") +
      dependency(command);
    await start(hcl(["ant", "bee"], "true"), "bee");
    workspace.configure(hcl(["ant", "bee"], "false"));
    expect((await workspace.apply()).code).toBe(1);
    expect(await workspace.isSettled()).toBe(false);

    workspace.configure(hcl(names, "true"));
    const { due } = await applyProven(workspace);
    expect(due.map(([name]) => name)).toEqual(["bee", "cat"]);
    expect(names.map(restarts)).toEqual([1, 2, 1]);
  });

  test("S1: replace_triggered_by replaces without a call", async () => {
    const hcl = (input: string): string =>
      lifecycle(
        triggered(names, "1"),
        "restart_on_create = true\n  lifecycle {\n    replace_triggered_by = [terraform_data.cause]\n  }",
      ) + `resource "terraform_data" "cause" {\n  input = "${input}"\n}\n`;
    await start(hcl("1"));
    workspace.configure(hcl("2"));
    const { plan } = await applyPlanProven(workspace);
    expect(plan.resource_changes?.find(({ address }) => address.startsWith("dms_"))?.change.actions).toEqual([
      "delete",
      "create",
    ]);
    expect(names.map(restarts)).toEqual([1, 1, 1]);
  });

  test("S3: a failed replacement that was made first leaves what is unfinished, and nothing else, in every plan", async () => {
    const settings = "lifecycle {\n    create_before_destroy = true\n  }";
    await start(lifecycle(triggered(names, "1"), settings));
    workspace.emulator.setFaults([failing("bee")]);
    workspace.configure(lifecycle(triggered(names, "2"), settings));
    expect((await workspace.apply(["-replace=dms_instance_lifecycle.fleet"])).code).toBe(1);
    for (let round = 0; round < 2; round++) {
      const plan = await workspace.plan(round % 2 === 0 ? [] : ["-refresh=false"]);
      expect(dueRows(plan)).toEqual([["bee", "restart", 1]]);
    }
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(names.map(restarts)).toEqual([1, 2, 1]);
    await expectNothingLeft(workspace);
    await expectNothingLeft(workspace, "-refresh=false");
  });

  test("a resource that is removed and declared again adopts, whatever the other one knew", async () => {
    await start(lifecycle(triggered(names, "1"), "", "first"));
    const more = await forget(workspace, "dms_instance_lifecycle.first");
    workspace.configure(lifecycle(triggered(names, "2"), "", "second") + more);
    for (let round = 0; round < 2; round++) expect(dueRows(await workspace.plan())).toEqual([]);
    await applyProven(workspace);
    expect(workspace.calls()).toEqual([]);
  });

  test("an instance that is gone before it is declared deleted is not announced as a deletion", async () => {
    workspace = await createWorkspace({
      hcl: lifecycle({ ant: {}, nobody: { state: "deleted" } }, "allow_deletion = true"),
      emulator: { seed: seedOf(names) },
    });
    expect(dueRows(await workspace.plan())).toEqual([]);
    const run = await workspace.applyPlan();
    expect(run).toMatchObject({ code: 0 });
    expect(run.output).toContain("Warning: Nothing To Delete");
    expect(run.output).not.toContain("Deletion Destroys Data");
    expect(workspace.calls()).toEqual([]);
    expect(await workspace.state()).toMatchObject({
      planned_actions: [],
      observed: { nobody: { status: "DELETED" } },
      results: {},
      unfinished: [],
    });
    expect(await workspace.isSettled()).toBe(true);
  });

  test("an id written in another case is not absent, also without the right to list: its deletion is due, and made", async () => {
    await start(lifecycle(triggered(names, "1")));
    const other = {
      ...triggered(["ant", "bee"], "1"),
      cat: { id: idOf("cat").toUpperCase(), state: "deleted" as const },
    };
    workspace.configure(lifecycle(other, "allow_deletion = true"));
    workspace.emulator.setFaults([{ on: { operation: "list" }, do: { status: 403, error_code: "DMS.10240003" } }]);
    const run = await workspace.apply();
    expect(run).toMatchObject({ code: 0 });
    expect(await workspace.state()).toMatchObject({ results: { cat: { result: "success" } }, unfinished: [] });
    expect(workspace.calls()).toMatchObject([{ action: "delete", instances: [idOf("cat")] }]);
  });
});
