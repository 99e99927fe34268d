import { TerraformOutput, type TerraformStack } from "cdktf";
import { PortableBatchAction } from "../../lib";
import { createReport } from "../../lib/report/create-report";
import type { Report } from "../../lib/report/report";
import { idOf, seedOf } from "../support/acceptance/hcl";
import { createPortableWorkspace } from "../support/null-provider/workspace";

function reportOf(json: string): Report {
  const result = createReport(JSON.parse(json));
  if (result.kind === "problem") throw new Error(result.message);
  return result.report;
}

test("a report of the real terraform's JSON shows a portable batch and that it would be repeated", async () => {
  const workspace = await createPortableWorkspace(
    (stack: TerraformStack) => {
      const instances = { alpha: idOf("alpha"), bravo: idOf("bravo") };
      const batch = new PortableBatchAction(stack, "kafka", { action: "restart", instances, pollInterval: "100ms" });
      new TerraformOutput(stack, "results", { value: batch.results });
    },
    { seed: seedOf(["alpha", "bravo"]) },
  );
  try {
    workspace.emulator.setFaults([
      { on: { operation: "action", instance: idOf("bravo"), times: 1 }, do: { item: "failed" } },
    ]);
    expect((await workspace.apply()).code).toBe(1);
    const state = reportOf((await workspace.terraform(["show", "-json"])).stdout);
    expect(state.sections).toMatchObject([
      {
        kind: "batch",
        isDue: false,
        rows: [{ name: "bravo", result: "failed", isUnfinished: true }, { name: "alpha" }],
      },
    ]);
    await workspace.terraform(["plan", "-no-color", "-input=false", "-out=tfplan"]);
    const plan = reportOf((await workspace.terraform(["show", "-json", "tfplan"])).stdout);
    expect(plan.totals).toEqual({ instances: 2, unfinished: 1, due: 2 });
    expect(plan.sections).toMatchObject([{ kind: "batch", isDue: true }]);
  } finally {
    await workspace.dispose();
  }
});
