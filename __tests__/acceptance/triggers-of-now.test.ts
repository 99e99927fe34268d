import { lifecycle, seedOf } from "../support/acceptance/hcl";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const fleet = (trigger: string, more = ""): string => lifecycle({ orders: { triggers: `{ at = ${trigger} }` } }) + more;
const upstream = (input: string): string => `resource "terraform_data" "config" {\n  input = "${input}"\n}\n`;

describe("a trigger that is new in every plan", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const planned = async (hcl: string): Promise<string> => {
    workspace.configure(hcl);
    const { code, output } = await workspace.terraform(["plan", "-no-color", "-input=false"]);
    expect(code).toBe(0);
    return output.replace(/\s+/g, " ");
  };
  const hint = "Triggers that call timestamp() or uuid() are unknown in every plan, and restart at every apply.";

  test("causes a warning once the instance is adopted; an ordinary reference does not", async () => {
    workspace = await createWorkspace({ hcl: fleet('"1"'), emulator: { seed: seedOf(["orders"]) } });
    expect((await workspace.apply()).code).toBe(0);
    expect(await planned(fleet("plantimestamp()"))).toContain("Warning: Triggers Hold The Time Of This Plan: orders");
    const inKey = lifecycle({ orders: { triggers: `{ (replace(plantimestamp(), ":", "-")) = "1" }` } });
    expect(await planned(inKey)).toContain("Warning: Triggers Hold The Time Of This Plan: orders");
    for (const call of ["timestamp()", "uuid()"]) expect(await planned(fleet(call))).toContain(hint);

    const reference = "terraform_data.config.output";
    workspace.configure(fleet(reference, upstream("a")));
    expect((await workspace.apply()).code).toBe(0);
    const settled = await planned(fleet(reference, upstream("a")));
    expect(settled).toContain("No changes.");
    expect(settled).not.toContain("Warning");
    expect(await planned(fleet('"2026-01-01T00:00:00Z"', upstream("a")))).not.toContain("Time Of This Plan");
  });
});
