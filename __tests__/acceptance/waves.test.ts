import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyProven } from "../support/acceptance/proof";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const names = ["ant", "bee", "cat", "dog", "elk"] as const;
const ids = (...of: readonly string[]): readonly string[] => of.map(idOf);

describe("waves", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  async function adopted(more: string, fleet: Parameters<typeof seedOf>[0] = names): Promise<void> {
    const hcl = lifecycle(triggered(names, "1"), more);
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(fleet) } });
    expect((await workspace.apply()).code).toBe(0);
  }

  const results = async (): Promise<readonly (readonly [string, unknown, unknown])[]> =>
    Object.entries((await workspace.state()).results ?? {}).map(([name, { result, wave }]) => [name, result, wave]);

  test.each([
    [`max_unavailable = "1"`, [["ant"], ["bee"], ["cat"], ["dog"], ["elk"]]],
    [`max_unavailable = "50%"`, [["ant", "bee"], ["cat", "dog"], ["elk"]]],
    [`max_unavailable = "2", canary = 1`, [["ant"], ["bee", "cat"], ["dog", "elk"]]],
  ])("%s: the plan's wave numbers are the order of the calls", async (settings, waves) => {
    const more = `rollout = { ${settings} }`;
    await adopted(more);
    workspace.configure(lifecycle(triggered(names, "2"), more));
    const { due, calls } = await applyProven(workspace);
    expect(due).toEqual(waves.flatMap((wave, index) => wave.map((name) => [name, "restart", index + 1])));
    expect(calls.map(({ instances }) => instances)).toEqual(waves.map((wave) => ids(...wave)));
    expect(await results()).toEqual(waves.flatMap((wave, index) => wave.map((name) => [name, "success", index + 1])));
  });

  test("never has more than max_unavailable down: a wave begins after the last one is RUNNING again", async () => {
    const more = `rollout = { max_unavailable = "2", min_ready_time = "100ms", pause_between = "200ms" }`;
    await adopted(more);
    workspace.configure(lifecycle(triggered(names, "2"), more));
    await applyProven(workspace);
    const { results: recorded } = await workspace.state();
    const spans = Object.values(recorded ?? {}).map(({ wave, submitted_at, finished_at }) => ({
      wave: Number(wave),
      from: Date.parse(String(submitted_at)),
      to: Date.parse(String(finished_at)),
    }));
    for (const later of spans) {
      for (const earlier of spans.filter(({ wave }) => wave === later.wave - 1)) {
        expect(later.from - earlier.to).toBeGreaterThanOrEqual(200);
      }
    }
  });

  test("unhealthy instances go first, deletions apart from restarts and after them", async () => {
    const more = `allow_deletion = true`;
    await adopted(more, { ant: {}, bee: {}, cat: {}, dog: { status: "ERROR" }, elk: {} });
    const changed = { ...triggered(names, "2"), ant: { state: "deleted" }, elk: { state: "deleted" } } as const;
    workspace.configure(lifecycle(changed, more));
    const { due, calls } = await applyProven(workspace);
    expect(due).toEqual([
      ["dog", "restart", 1],
      ["bee", "restart", 1],
      ["cat", "restart", 1],
      ["ant", "delete", 2],
      ["elk", "delete", 2],
    ]);
    expect(calls.map(({ action, instances }) => [action, instances])).toEqual([
      ["restart", ids("dog", "bee", "cat")],
      ["delete", ids("ant", "elk")],
    ]);
    const { observed } = await workspace.state();
    expect(observed).toMatchObject({
      ant: { status: "DELETED" },
      dog: { status: "RUNNING" },
      elk: { status: "DELETED" },
    });
  });

  test("later waves are not started once more failed than max_failures allows; the next apply takes up the rest", async () => {
    const more = `rollout = { max_unavailable = "1", max_failures = "1" }\n  ready_timeout = "10s"`;
    await adopted(more);
    workspace.configure(lifecycle(triggered(names, "2"), more));
    workspace.emulator.setFaults([
      { on: { operation: "action", instance: idOf("ant"), times: 1 }, do: { item: "failed" } },
      { on: { operation: "action", instance: idOf("cat"), times: 1 }, do: { end: "ERROR" } },
    ]);
    const failed = await workspace.apply();
    expect(failed.code).toBe(1);
    expect(failed.output).toContain("Error: 4 Of 5 Instances Unfinished");
    expect(workspace.calls().map(({ instances }) => instances)).toEqual([ids("ant"), ids("bee"), ids("cat")]);
    expect(await results()).toEqual([
      ["ant", "failed", 1],
      ["bee", "success", 2],
      ["cat", "failed", 3],
      ["dog", "not_started", 4],
      ["elk", "not_started", 5],
    ]);
    expect((await workspace.state()).unfinished).toEqual(["ant", "cat", "dog", "elk"]);

    const { due } = await applyProven(workspace);
    // cat is in ERROR, so it goes first.
    expect(due).toEqual([
      ["cat", "restart", 1],
      ["ant", "restart", 2],
      ["dog", "restart", 3],
      ["elk", "restart", 4],
    ]);
    expect((await workspace.state()).unfinished).toEqual([]);
  });

  test("a failed canary spares the rest, and on_failure report writes the outputs and exits 0", async () => {
    const more = `rollout = { canary = 1 }\n  on_failure = "report"`;
    const outputs = `output "unfinished" { value = dms_instance_lifecycle.fleet.unfinished }\n`;
    await adopted(more);
    workspace.configure(lifecycle(triggered(names, "2"), more) + outputs);
    workspace.emulator.setFaults([{ on: { operation: "action", times: 1 }, do: { item: "failed" } }]);
    const failed = await workspace.apply();
    expect(failed.code).toBe(0);
    expect(failed.output).toContain("Warning: 5 Of 5 Instances Unfinished");
    expect(await workspace.output()).toEqual({ unfinished: [...names] });
    expect(workspace.calls()).toHaveLength(1);

    await applyProven(workspace);
    expect(await workspace.output()).toEqual({ unfinished: [] });
  });

  test("more than 50 instances of one wave go in batches of 50", async () => {
    const many = Array.from({ length: 53 }, (_, index) => `n${String(index).padStart(2, "0")}`);
    const hcl = lifecycle(triggered(many, "1"), "restart_on_create = true");
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(many) } });
    const { due, calls } = await applyProven(workspace);
    expect(due).toEqual(many.map((name) => [name, "restart", 1]));
    expect(calls.map(({ instances }) => instances?.length)).toEqual([50, 3]);
  });
});
