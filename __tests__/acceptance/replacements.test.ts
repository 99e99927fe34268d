import { rmSync } from "node:fs";
import { join } from "node:path";
import { forget } from "../support/acceptance/forget";
import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyPlanProven, applyProven, dueRows, expectNothingLeft } from "../support/acceptance/proof";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const names = ["ant", "bee", "cat"] as const;
const failing = (name: string) =>
  ({ on: { operation: "action", instance: idOf(name), times: 1 }, do: { item: "failed" } }) as const;

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

  test("S2: an object whose creation failed has no id; its successor gets one and finishes", async () => {
    await start(lifecycle(triggered(names, "1"), "restart_on_create = true"), "bee");
    expect((await workspace.state()).id).toBeNull();
    const { due } = await applyProven(workspace);
    expect(due).toEqual([["bee", "restart", 1]]);
    expect((await workspace.state()).id).toEqual(expect.any(String));
  });

  test("an untainted object lives on: it gets its id with the unfinished actions", async () => {
    await start(lifecycle(triggered(names, "1"), "restart_on_create = true"), "bee");
    expect((await workspace.terraform(["untaint", "dms_instance_lifecycle.fleet"])).code).toBe(0);
    const { plan } = await applyPlanProven(workspace);
    expect(plan.resource_changes?.[0]?.change.actions).toEqual(["update"]);
    expect(dueRows(plan)).toEqual([["bee", "restart", 1]]);
    expect((await workspace.state()).id).toEqual(expect.any(String));
  });

  test("a saved plan finishes a failed first apply on another machine", async () => {
    await start(lifecycle(triggered(names, "1"), "restart_on_create = true"), "bee");
    expect(dueRows(await workspace.plan())).toEqual([["bee", "restart", 1]]);
    rmSync(join(workspace.folder, ".terraform", "dms-lifecycle"), { recursive: true, force: true });
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(names.map(restarts)).toEqual([1, 2, 1]);
    await expectNothingLeft(workspace);
  });

  test.each([
    ["its own", "lifecycle {\n    create_before_destroy = true\n  }", ""],
    [
      "what depends on it",
      "",
      `resource "terraform_data" "gate" {
  input            = dms_instance_lifecycle.fleet.unfinished
  triggers_replace = dms_instance_lifecycle.fleet.id
  lifecycle {
    create_before_destroy = true
  }
}
`,
    ],
  ])("create_before_destroy by %s: nothing is sent again after a failed first apply", async (_by, own, more) => {
    const hcl = (trigger: string): string =>
      lifecycle(triggered(names, trigger), `restart_on_create = true\n  ${own}`) + more;
    await start(hcl("1"), "bee");
    const { due } = await applyProven(workspace, ["-refresh=false"]);
    expect(due).toEqual([["bee", "restart", 1]]);
    await applyProven(workspace, ["-replace=dms_instance_lifecycle.fleet"]);
    expect(names.map(restarts)).toEqual([1, 2, 1]);
    workspace.configure(hcl("2"));
    expect((await applyProven(workspace)).due.map(([name]) => name)).toEqual([...names]);
  });

  test("S4: a successor that its dependencies kept from being made goes on in a later apply, also when more is declared", async () => {
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

  test("an instance that another resource gives up is adopted, whatever was left to do for it there", async () => {
    const split = (first: readonly string[], second: readonly string[], trigger: string): string =>
      lifecycle(triggered(first, trigger), "", "first") + lifecycle(triggered(second, trigger), "", "second");
    await start(split(names, [], "1").replace(lifecycle({}, "", "second"), ""));
    workspace.emulator.setFaults([failing("cat")]);
    workspace.configure(lifecycle(triggered(names, "2"), "", "first"));
    expect((await workspace.apply()).code).toBe(1);

    workspace.configure(split(["ant", "bee"], ["cat"], "3"));
    for (let round = 0; round < 2; round++) {
      expect(dueRows(await workspace.plan()).map(([name]) => name)).toEqual(["ant", "bee"]);
    }
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(names.map(restarts)).toEqual([2, 2, 1]);
    await expectNothingLeft(workspace);
  });

  test("an instance that two resources would restart is restarted by neither: the plan says so, every time", async () => {
    const twice = (trigger: string): string =>
      lifecycle(triggered(["ant"], trigger), "", "first") + lifecycle(triggered(["ant"], trigger), "", "second");
    await start(twice("1"));
    workspace.configure(twice("2"));
    for (let round = 0; round < 2; round++) {
      expect(await workspace.planFails()).toContain("Error: Instance Declared In Two Resources");
    }
    expect((await workspace.apply()).code).toBe(1);
    expect(restarts("ant")).toBe(0);
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

  const nothing = (): string => "";

  test.each([
    ["renamed without moved", nothing],
    ["removed and declared again", forget],
  ])("a resource that is %s adopts, whatever the other one knew", async (_, letGo) => {
    await start(lifecycle(triggered(names, "1"), "", "first"));
    const more = await letGo(workspace, "dms_instance_lifecycle.first");
    workspace.configure(lifecycle(triggered(names, "2"), "", "second") + more);
    for (let round = 0; round < 2; round++) expect(dueRows(await workspace.plan())).toEqual([]);
    await applyProven(workspace);
    expect(workspace.calls()).toEqual([]);
  });

  test.each([
    ["destroyed", nothing],
    ["forgotten", forget],
  ])(
    "the ledger that a plan of a replacement has kept is not used by a resource made after the object was %s",
    async (_, letGo) => {
      await start(lifecycle(triggered(names, "1")));
      await workspace.plan(["-replace=dms_instance_lifecycle.fleet"]);
      workspace.configure(await letGo(workspace, "dms_instance_lifecycle.fleet"));
      expect((await workspace.apply(["-refresh=false"])).code).toBe(0);
      workspace.configure(lifecycle(triggered(names, "2")));
      expect(dueRows(await workspace.plan())).toEqual([]);
      await applyProven(workspace);
      expect(workspace.calls()).toEqual([]);
    },
  );

  test("a refused successor keeps the ledger of the destroyed object, on any machine", async () => {
    await start(lifecycle(triggered(names, "1"), "restart_on_create = true"), "bee");
    const more = lifecycle(triggered([...names, "dog"], "1"), "restart_on_create = true");
    workspace.emulator.replaceInstances(seedOf([...names, "dog"]));
    workspace.configure(more);
    expect(dueRows(await workspace.plan())).toEqual([
      ["bee", "restart", 1],
      ["dog", "restart", 1],
    ]);
    workspace.emulator.setFaults([{ on: { operation: "list" }, do: { status: 404 } }]);
    expect((await workspace.applyPlan()).code).toBe(1);
    expect(await workspace.state()).toMatchObject({
      id: null,
      unfinished: ["bee", "dog"],
      results: {
        ant: { result: "success" },
        bee: { result: "failed" },
        dog: { result: "not_started", reason: "refused before any call: Service Call Failed" },
      },
    });
    workspace.emulator.setFaults([]);
    rmSync(join(workspace.folder, ".terraform", "dms-lifecycle"), { recursive: true, force: true });
    const { due } = await applyProven(workspace);
    expect(due).toEqual([
      ["bee", "restart", 1],
      ["dog", "restart", 1],
    ]);
    expect(names.map(restarts)).toEqual([1, 2, 1]);
  });

  test("an unknown id is a mistake, also where missing instances are forgotten", async () => {
    workspace = await createWorkspace({
      hcl: lifecycle(triggered(["ant", "nobody"], "1"), 'restart_on_create = true\n  on_missing = "forget"'),
      emulator: { seed: seedOf(names) },
    });
    expect(await workspace.planFails()).toContain("Error: Instance Does Not Exist");
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

  test("an id written in another case is not absent: its deletion is due, and failed where the service refuses the id", async () => {
    await start(lifecycle(triggered(names, "1")));
    const other = {
      ...triggered(["ant", "bee"], "1"),
      cat: { id: idOf("cat").toUpperCase(), state: "deleted" as const },
    };
    workspace.configure(lifecycle(other, "allow_deletion = true"));
    const run = await workspace.apply();
    expect(run.code).toBe(1);
    expect(await workspace.state()).toMatchObject({ results: { cat: { result: "failed" } }, unfinished: ["cat"] });
  });
});
