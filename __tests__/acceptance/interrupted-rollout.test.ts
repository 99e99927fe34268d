import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { dueRows } from "../support/acceptance/proof";
import { interrupt } from "../support/acceptance/provocation";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const names = ["ant", "bee"];
const fleet = (trigger: string): string => lifecycle(triggered(names, trigger), `rollout = { max_unavailable = "1" }`);

describe("a rollout that is interrupted", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  test("starts no further wave, records what it has sent, and is finished by the next apply without a second call", async () => {
    workspace = await createWorkspace({ hcl: fleet("1"), emulator: { seed: seedOf(names) } });
    expect((await workspace.apply()).code).toBe(0);
    workspace.emulator.setFaults([{ on: { operation: "action" }, do: { stuck: true } }]);
    workspace.configure(fleet("2"));
    const told = await interrupt(workspace);
    expect(told).toContain("Instances Unfinished");
    expect((await workspace.state()).results).toMatchObject({
      ant: { result: "unknown" },
      bee: { result: "not_started" },
    });

    workspace.emulator.setFaults([]);
    workspace.emulator.replaceInstances(seedOf(names));
    expect(dueRows(await workspace.plan())).toEqual([
      ["ant", "verify", 1],
      ["bee", "restart", 2],
    ]);
    const finished = await workspace.applyPlan();
    const calls = workspace.calls().map(({ instances }) => instances);
    expect([finished.code, calls]).toEqual([0, [[idOf("ant")], [idOf("bee")]]]);
    expect(await workspace.isSettled()).toBe(true);
  });
});
