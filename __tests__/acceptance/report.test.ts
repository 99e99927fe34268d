import { createReport } from "../../lib/report/create-report";
import type { Report } from "../../lib/report/report";
import { idOf, lifecycle, purgeOf, seedOf, triggered } from "../support/acceptance/hcl";
import { createWorkspace, providerLines, type Workspace } from "../support/acceptance/workspace";

const names = ["alpha", "bravo", "charlie"];

function reportOf(json: string): Report {
  const result = createReport(JSON.parse(json));
  if (result.kind === "problem") throw new Error(result.message);
  return result.report;
}

describe("a report of the real terraform's JSON", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());
  const shown = async (...args: readonly string[]) =>
    reportOf((await workspace.terraform(["show", "-json", ...args])).stdout);

  test("shows adoption, due actions, finished actions, unfinished and remaining instances", async () => {
    const waves = `rollout = { max_unavailable = "2", max_failures = "3" }\n  ready_timeout = "5s"`;
    workspace = await createWorkspace({
      hcl: lifecycle(triggered(names, "1"), waves) + purgeOf("kafka"),
      emulator: { seed: seedOf({ alpha: {}, bravo: {}, charlie: {}, dead: { status: "CREATEFAILED" } }) },
    });
    expect(await shown()).toEqual({ kind: "state", totals: { instances: 0, unfinished: 0, due: 0 }, sections: [] });

    await workspace.plan();
    const first = await shown("tfplan");
    expect(first.totals).toEqual({ instances: 4, unfinished: 0, due: 1 });
    expect(first.sections).toMatchObject([
      { kind: "purge", due: { kind: "known", instances: [{ name: "dead", instanceId: idOf("dead") }] } },
      { kind: "lifecycle", due: { kind: "none" } },
    ]);
    expect((await workspace.applyPlan()).code).toBe(0);
    const adopted = await shown();
    expect(adopted.totals).toEqual({ instances: 3, unfinished: 0, due: 0 });
    expect(adopted.sections).toMatchObject([
      { kind: "purge", pending: [], purged: [{ name: "dead", instanceId: idOf("dead") }], due: { kind: "none" } },
      { kind: "lifecycle", rows: names.map((name) => ({ name, action: "", status: "RUNNING" })), runs: [] },
    ]);

    workspace.configure(lifecycle(triggered(names, "2"), waves) + purgeOf("kafka"));
    workspace.emulator.setFaults([
      { on: { operation: "action", instance: idOf("bravo"), times: 1 }, do: { item: "failed" } },
    ]);
    await workspace.plan();
    const planned = await shown("tfplan");
    expect(planned.totals).toEqual({ instances: 3, unfinished: 0, due: 3 });
    expect(planned.sections[1]).toMatchObject({
      due: {
        kind: "known",
        actions: names.map((name, index) => ({ name, action: "restart", wave: index < 2 ? 1 : 2 })),
      },
    });
    expect((await workspace.applyPlan()).code).toBe(1);

    const failed = await shown();
    expect(failed.totals.unfinished).toBe(1);
    expect(failed.sections[1]).toMatchObject({
      rows: [
        { name: "bravo", result: "failed", isUnfinished: true },
        { name: "alpha", result: "success", isUnfinished: false },
        { name: "charlie", result: "success" },
      ],
      runs: [
        {
          waves: [
            { wave: 1, members: 2, successes: 1 },
            { wave: 2, members: 1, successes: 1 },
          ],
        },
      ],
    });
    await workspace.plan();
    const left = await shown("tfplan");
    expect(left.totals).toEqual({ instances: 3, unfinished: 1, due: 1 });
    expect(left.sections[1]).toMatchObject({ due: { actions: [{ name: "bravo", action: "restart" }] } });
    expect((await workspace.applyPlan()).code).toBe(0);
    const repaired = await shown();
    expect(repaired.totals.unfinished).toBe(0);
    expect(repaired.sections[1]).toMatchObject({
      runs: [
        { number: 2, waves: [{ wave: 1, members: 1, successes: 1 }] },
        {
          number: 1,
          waves: [
            { wave: 1, members: 1, successes: 1 },
            { wave: 2, members: 1, successes: 1 },
          ],
        },
      ],
    });
  });

  test("says that a purge finds nothing, or that its plan cannot read the instances", async () => {
    workspace = await createWorkspace({ hcl: purgeOf("kafka"), emulator: { seed: seedOf(names) } });
    await workspace.plan();
    expect((await shown("tfplan")).sections).toMatchObject([{ due: { kind: "known", instances: [] } }]);
    workspace.configure(`${purgeOf("kafka")}resource "terraform_data" "url" {\n  input = "${workspace.url}"\n}\n`);
    workspace.configureProvider(providerLines("${terraform_data.url.output}"));
    await workspace.plan();
    expect((await shown("tfplan")).sections).toMatchObject([{ due: { kind: "undecided" } }]);
  });

  test("counts the unfinished ones among instances that are sensitive as a whole", async () => {
    const ids = names.map((name) => `${name} = "${idOf(name)}"`).join(", ");
    workspace = await createWorkspace({
      hcl: `variable "ids" {
  default   = { ${ids} }
  sensitive = true
}
resource "dms_instance_lifecycle" "fleet" {
  instances         = { for name, id in var.ids : name => { instance_id = id } }
  restart_on_create = true
  on_failure        = "report"
}
`,
      emulator: { seed: seedOf(names) },
    });
    workspace.emulator.setFaults([{ on: { operation: "action", instance: idOf("bravo") }, do: { item: "failed" } }]);
    expect((await workspace.apply()).code).toBe(0);
    const report = await shown();
    expect(report.totals).toEqual({ instances: 3, unfinished: 1, due: 0 });
    expect(report.sections).toMatchObject([
      { declaration: "hidden", rows: [{ name: "bravo", isUnfinished: true }, {}, {}] },
    ]);
    expect(JSON.stringify(report)).not.toContain(idOf("bravo"));
  });

  test("does not show sensitive values", async () => {
    workspace = await createWorkspace({
      hcl: `variable "id" {\n  default   = "${idOf("alpha")}"\n  sensitive = true\n}\n${lifecycle({ alpha: { id: "${var.id}" } }, "restart_on_create = true")}`,
      emulator: { seed: seedOf(["alpha"]) },
    });
    await workspace.plan();
    expect(JSON.stringify(await shown("tfplan"))).not.toContain(idOf("alpha"));
  });
});
