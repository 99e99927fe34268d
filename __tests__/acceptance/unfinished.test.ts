import { createWorkspace, plannedActions, projectId, type Workspace } from "../support/acceptance/workspace";

const names = ["alpha", "bravo", "charlie"] as const;
const idOf = (name: string): string =>
  `00000000-0000-4000-8000-${Buffer.from(name.padEnd(6, "x").slice(0, 6)).toString("hex")}`;

const seed = {
  projects: {
    [projectId]: names.map((name) => ({ instance_id: idOf(name), name, engine: "kafka", status: "RUNNING" })),
  },
};

function fleet(options: { trigger?: string; more?: string } = {}): string {
  const instances = names.map(
    (name) =>
      `    ${name} = { instance_id = "${idOf(name)}", restart_triggers = { config = "${options.trigger ?? "1"}" } }`,
  );
  return `
resource "dms_instance_lifecycle" "fleet" {
  instances = {
${instances.join("\n")}
  }
  ready_timeout = "3s"
  ${options.more ?? ""}
}
`;
}

const planned = (plan: Parameters<typeof plannedActions>[0]): readonly (readonly string[])[] =>
  plannedActions(plan).map(({ name, action }) => [name, action]);

describe("the unfinished actions after a failure", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  describe.each([
    ["error", `on_failure = "error"`],
    ["report", `on_failure = "report"`],
  ])("with on_failure %s", (mode, line) => {
    test.each([[[]], [["-refresh=false"]]])(
      "a failed first apply is finished by the next one (plan %j)",
      async (args) => {
        workspace = await createWorkspace({
          hcl: fleet({ more: `restart_on_create = true\n  ${line}` }),
          emulator: { seed },
        });
        workspace.emulator.setFaults([
          { on: { operation: "action", instance: idOf("bravo"), times: 1 }, do: { item: "failed" } },
        ]);
        const first = await workspace.apply();
        expect(first.code).toBe(mode === "error" ? 1 : 0);
        expect(first.output).toContain("1 Of 3 Instances Unfinished");
        const left = await workspace.state();
        expect(left.unfinished).toEqual(["bravo"]);
        expect(left.results).toMatchObject({ alpha: { result: "success" }, bravo: { result: "failed" } });

        const plan = await workspace.plan(args);
        expect(planned(plan)).toEqual([["bravo", "restart"]]);
        const second = await workspace.applyPlan();
        expect(second.output).toContain("Apply complete");
        expect(workspace.calls().map(({ instances }) => instances)).toEqual([names.map(idOf), [idOf("bravo")]]);
        expect((await workspace.state()).results).toMatchObject({
          alpha: { result: "success" },
          bravo: { result: "success" },
        });
        expect(await workspace.isSettled()).toBe(true);
      },
    );
  });

  test("a restart that never began is failed and due again; a replacement acts on nothing by itself", async () => {
    workspace = await createWorkspace({ hcl: fleet({ more: "restart_on_create = true" }), emulator: { seed } });
    workspace.emulator.setFaults([
      { on: { operation: "action", instance: idOf("alpha"), times: 1 }, do: { ignore: true } },
    ]);
    const first = await workspace.apply();
    expect(first.code).toBe(1);
    expect(first.output).toContain("never left RUNNING");
    expect((await workspace.apply()).code).toBe(0);
    expect(workspace.calls().map(({ instances }) => instances)).toEqual([names.map(idOf), [idOf("alpha")]]);

    const replacement = await workspace.plan(["-replace=dms_instance_lifecycle.fleet"]);
    expect(plannedActions(replacement)).toEqual([]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls()).toHaveLength(2);
    expect((await workspace.state()).results).toMatchObject({ alpha: { result: "success" } });
    expect(await workspace.isSettled()).toBe(true);
  });
});
