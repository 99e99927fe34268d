import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { adopt, announcedCalls, applyProven, dueRows, expectNothingLeft, unwrapped } from "../support/acceptance/proof";
import { createWorkspace, type PlanJson, projectId, type Workspace } from "../support/acceptance/workspace";

const names = ["ant", "bee"] as const;
const fleetAddress = "dms_instance_lifecycle.fleet";

/** A value that is unknown until apply whenever `version` changes. */
const later = (name: string, version: string, value: string): string =>
  `resource "terraform_data" "${name}" {\n  input            = ${value}\n  triggers_replace = "${version}"\n}\n`;

const unknownsOf = (plan: PlanJson): Readonly<Record<string, unknown>> =>
  plan.resource_changes?.find(({ address }) => address === fleetAddress)?.change.after_unknown ?? {};

describe("values that are unknown at plan", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const planThenApply = async (): Promise<PlanJson> => {
    const plan = await workspace.plan();
    expect(await workspace.applyPlan()).toMatchObject({ code: 0 });
    return plan;
  };
  const calls = (): readonly unknown[] => workspace.calls().map(({ action, instances }) => ({ action, instances }));

  test("ids made in the same apply: actions are unknown in the plan and right afterwards", async () => {
    const ids = JSON.stringify(Object.fromEntries(names.map((name) => [name, idOf(name)])));
    const fleet = (version: string): string => `${later("ids", version, ids)}
resource "dms_instance_lifecycle" "fleet" {
  instances = { for name, id in terraform_data.ids.output : name => { instance_id = id } }
  restart_on_create = true
}
`;
    workspace = await createWorkspace({ hcl: fleet("1"), emulator: { seed: seedOf(names) } });
    const plan = await planThenApply();
    expect(unknownsOf(plan)).toMatchObject({ instances: true, planned_actions: true, observed: true, results: true });
    const state = await workspace.state();
    expect(state.planned_actions).toMatchObject([
      { name: "ant", instance_id: idOf("ant"), action: "restart", reason: "restart_on_create is true", wave: 1 },
      { name: "bee", instance_id: idOf("bee"), action: "restart", reason: "restart_on_create is true", wave: 1 },
    ]);
    expect(calls()).toEqual(announcedCalls(state.planned_actions ?? []));
    expect(state.unfinished).toEqual([]);
    await expectNothingLeft(workspace);

    workspace.configure(fleet("2"));
    expect(unknownsOf(await planThenApply())).toMatchObject({ planned_actions: true });
    expect(workspace.calls()).toHaveLength(1);
    await expectNothingLeft(workspace);
  });

  test("one id of several, with keys known: the fleet is decided at apply as a whole", async () => {
    const fleet = (trigger: string, version: string): string => `${later("id", version, `"${idOf("bee")}"`)}
resource "dms_instance_lifecycle" "fleet" {
  instances = {
    ant = { instance_id = "${idOf("ant")}", restart_triggers = { config = "${trigger}" } }
    bee = { instance_id = terraform_data.id.output, restart_triggers = { config = "${trigger}" } }
  }
}
`;
    workspace = await createWorkspace({ hcl: fleet("1", "1"), emulator: { seed: seedOf(names) } });
    expect(unknownsOf(await planThenApply())).toMatchObject({ planned_actions: true });
    expect(calls()).toEqual([]);
    await expectNothingLeft(workspace);

    workspace.configure(fleet("2", "2"));
    await planThenApply();
    expect(calls()).toEqual([{ action: "restart", instances: [idOf("ant"), idOf("bee")] }]);
    await expectNothingLeft(workspace);
  });

  test("an unknown trigger restarts when it turns out changed, and does not when it turns out the same", async () => {
    const fleet = (version: string, value: string): string =>
      later("release", version, `"${value}"`) +
      lifecycle({ ant: { triggers: "{ release = terraform_data.release.output }" }, bee: {} });
    workspace = await createWorkspace({ hcl: fleet("1", "r1"), emulator: { seed: seedOf(names) } });
    await planThenApply();
    expect(calls()).toEqual([]);

    workspace.configure(fleet("2", "r1"));
    expect(unknownsOf(await planThenApply())).toMatchObject({ planned_actions: true });
    expect(calls()).toEqual([]);
    await expectNothingLeft(workspace);

    workspace.configure(fleet("3", "r2"));
    expect(unknownsOf(await planThenApply())).toMatchObject({ planned_actions: true });
    expect(calls()).toEqual([{ action: "restart", instances: [idOf("ant")] }]);
    expect((await workspace.state()).planned_actions).toMatchObject([
      { name: "ant", reason: "restart_triggers changed: release" },
    ]);
    await expectNothingLeft(workspace);
  });

  test("unknown consent does not hide a part of the plan; a refused apply sends no call and loses no record", async () => {
    const more = `allow_deletion = terraform_data.consent.output\n  rollout = { max_unavailable = "1" }`;
    const fleet = (consent: string): string =>
      later("consent", consent, consent) +
      lifecycle({ ant: { state: "deleted" }, bee: { triggers: { config: "1" } } }, more);
    workspace = await createWorkspace({ hcl: lifecycle(triggered(names, "0")), emulator: { seed: seedOf(names) } });
    expect((await workspace.apply()).code).toBe(0);
    const before = await workspace.state();

    workspace.configure(fleet("false"));
    expect(dueRows(await workspace.plan())).toEqual([
      ["bee", "restart", 1],
      ["ant", "delete", 2],
    ]);
    const refused = await workspace.applyPlan();
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("Error: Deletion Not Allowed");
    expect(await workspace.state(fleetAddress)).toEqual(before);
    expect(calls()).toEqual([]);

    workspace.configure(fleet("true"));
    await planThenApply();
    expect(calls()).toEqual([
      { action: "restart", instances: [idOf("bee")] },
      { action: "delete", instances: [idOf("ant")] },
    ]);
    await expectNothingLeft(workspace);
  });

  test("an id that turns out not to exist is refused at apply, before any call, and nothing is recorded", async () => {
    const hcl = `${later("id", "1", `"${idOf("nobody")}"`)}
resource "dms_instance_lifecycle" "fleet" {
  instances = {
    ant    = { instance_id = "${idOf("ant")}" }
    nobody = { instance_id = terraform_data.id.output }
  }
  restart_on_create = true
}
`;
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(names) } });
    await workspace.plan();
    const refused = await workspace.applyPlan();
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("Error: Instance Does Not Exist");
    expect(calls()).toEqual([]);
    expect((await workspace.terraform(["state", "list"])).stdout.trim()).toBe("terraform_data.id");
  });

  test("a provider whose endpoint is unknown: the plan lists the due actions, apply does them, data sources wait with depends_on", async () => {
    const hcl = (version: string, waits: string): string =>
      `${later("where", version, `"${workspace.url}"`)}${lifecycle(triggered(names, version), "restart_on_create = true")}
data "dms_instances" "all" {
  ${waits}
}
output "found" { value = length(data.dms_instances.all.instances) }
`;
    workspace = await createWorkspace({ hcl: "", emulator: { seed: seedOf(names) } });
    workspace.configureProvider(
      `endpoint = terraform_data.where.output\n  project_id = "${projectId}"\n  poll_interval = "100ms"`,
    );
    workspace.configure(hcl("1", ""));
    expect(unwrapped(await workspace.planFails())).toContain("A data source can wait for them with depends_on");

    workspace.configure(hcl("1", "depends_on = [terraform_data.where]"));
    expect(dueRows(await planThenApply())).toEqual([
      ["ant", "restart", 1],
      ["bee", "restart", 1],
    ]);
    expect(calls()).toEqual([{ action: "restart", instances: names.map(idOf) }]);
    expect(await workspace.output()).toEqual({ found: 2 });
    await expectNothingLeft(workspace);

    workspace.configure(hcl("2", "depends_on = [terraform_data.where]"));
    await planThenApply();
    expect(workspace.calls()).toHaveLength(2);
    await expectNothingLeft(workspace);
  });

  test("one unknown trigger hides no deletion: consent, limit and warning are the plan's all the same", async () => {
    const fleet = (version: string, more: string): string => `${later("cause", version, `"${version}"`)}
resource "dms_instance_lifecycle" "fleet" {
  instances = {
    ant = { instance_id = "${idOf("ant")}", restart_triggers = { config = terraform_data.cause.output } }
    bee = { instance_id = "${idOf("bee")}"${version === "1" ? "" : ', desired_state = "deleted"'} }
  }
  ${more}
}
`;
    workspace = await createWorkspace({ hcl: fleet("1", ""), emulator: { seed: seedOf(names) } });
    expect((await workspace.apply()).code).toBe(0);
    workspace.configure(fleet("2", ""));
    expect(await workspace.planFails()).toContain("Error: Deletion Not Allowed");
    workspace.configure(fleet("2", "allow_deletion = true\n  max_deletions = 0"));
    expect(await workspace.planFails()).toContain("Error: Too Many Deletions");
    expect(workspace.calls()).toEqual([]);

    workspace.configure(fleet("2", "allow_deletion = true"));
    const plan = await workspace.plan();
    expect(unknownsOf(plan)).toMatchObject({ planned_actions: true });
    const run = await workspace.applyPlan();
    expect(run.code).toBe(0);
    expect(calls()).toEqual([
      { action: "restart", instances: [idOf("ant")] },
      { action: "delete", instances: [idOf("bee")] },
    ]);
    await expectNothingLeft(workspace);
  });

  test("one unknown id or setting hides no deletion either: the plan refuses it, or names it in a warning", async () => {
    const fleet = (version: string, more: string, id = "terraform_data.cause.output"): string =>
      `${later("cause", version, `"${idOf("cat")}"`)}
resource "dms_instance_lifecycle" "fleet" {
  instances = {
    ant = { instance_id = "${idOf("ant")}" }
    bee = { instance_id = "${idOf("bee")}"${version === "1" ? "" : ', desired_state = "deleted"'} }
    cat = { instance_id = ${id} }
  }
  ${more}
}
`;
    const named = `1 instance will be deleted, with all data and without backup: bee (${idOf("bee")}).`;
    workspace = await createWorkspace({ hcl: fleet("1", ""), emulator: { seed: seedOf([...names, "cat"]) } });
    const adoption = await workspace.apply();
    expect(adoption.code).toBe(0);
    expect(adoption.output).not.toContain("Warning");
    for (const refused of [
      fleet("2", ""),
      fleet("2", "rollout = { max_unavailable = length(terraform_data.cause.output) }", `"${idOf("cat")}"`),
    ]) {
      workspace.configure(refused);
      expect(await workspace.planFails()).toContain("Error: Deletion Not Allowed");
    }
    workspace.configure(fleet("2", "allow_deletion = length(terraform_data.cause.output) > 0", `"${idOf("cat")}"`));
    expect(unwrapped((await workspace.terraform(["plan", "-no-color", "-input=false"])).output)).toContain(named);

    workspace.configure(fleet("2", "allow_deletion = true"));
    const shown = await workspace.terraform(["plan", "-no-color", "-input=false"]);
    expect(unwrapped(shown.output)).toContain("Known only at apply: instance_id of cat.");
    expect(unwrapped(shown.output)).toContain(named);
    expect(unknownsOf(await planThenApply())).toMatchObject({ planned_actions: true });
    expect(calls()).toEqual([{ action: "delete", instances: [idOf("bee")] }]);
    await expectNothingLeft(workspace);
  });

  test("null, empty and absent restart_triggers are the same", async () => {
    workspace = await createWorkspace({ hcl: lifecycle({ ant: {}, bee: {} }), emulator: { seed: seedOf(names) } });
    await adopt(workspace);
    for (const triggers of ["{}", "null", "{ config = null }"]) {
      workspace.configure(lifecycle({ ant: { triggers }, bee: {} }));
      await applyProven(workspace);
    }
    expect(workspace.calls()).toEqual([]);
    workspace.configure(lifecycle({ ant: { triggers: `{ config = "" }` }, bee: {} }));
    expect((await applyProven(workspace)).due).toEqual([["ant", "restart", 1]]);
  });

  test("keys that mean something to JavaScript or to Terraform's paths are only names", async () => {
    const odd = ["a.b/c", "__proto__", "constructor", 'q"uote', "ünï ${$}", "0"];
    const declared = (value: string): string => {
      const lines = odd.map((name) => {
        const key = JSON.stringify(name).split("${").join("$${");
        return `    ${key} = { instance_id = "${idOf(name)}", restart_triggers = { "__proto__" = "${value}" } }`;
      });
      return `resource "dms_instance_lifecycle" "fleet" {\n  instances = {\n${lines.join("\n")}\n  }\n}\n`;
    };
    workspace = await createWorkspace({ hcl: declared("1"), emulator: { seed: seedOf(odd) } });
    await adopt(workspace);
    workspace.configure(declared("2"));
    const { due } = await applyProven(workspace);
    const sorted = [...odd].sort();
    expect(due.map(([name]) => name)).toEqual(sorted);
    const state = await workspace.state();
    expect(Object.keys(state.results ?? {}).sort()).toEqual(sorted);
    expect(state.planned_actions?.[0]?.reason).toBe("restart_triggers changed: __proto__");
  });
});
